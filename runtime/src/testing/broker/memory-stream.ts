/** One stream as Redis keeps it: what its commands change in it, and nothing of how they arrive. */
import { compareEntryIds, ENTRY_ID_ZERO, highestEntryId, lowestEntryId, parseEntryId } from '../../streams/entry-id.js';

export interface MemoryEntry {
  readonly id: string;
  /** name, value, name, value … */
  readonly fields: readonly string[];
}

export interface MemoryGroup {
  readonly name: string;
  lastDeliveredId: string;
  /** Consumer by entry id, in the order of the ids. */
  readonly pending: Map<string, string>;
}

/** What Redis answers to a command that cannot be done; `code` is the first word of its answer. */
export class MemoryCommandError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(`${code} ${message}`);
    this.name = 'MemoryCommandError';
  }
}

export class MemoryStream {
  #entries: MemoryEntry[] = [];
  readonly groups = new Map<string, MemoryGroup>();
  /** Never falls while the stream exists, whatever is trimmed. */
  lastGeneratedId: string = ENTRY_ID_ZERO;
  entriesAdded = 0;
  /** The highest id that was deleted on purpose; entries up to it may be missing. */
  beginsAfter: string = ENTRY_ID_ZERO;
  bytes = 0;

  get entries(): readonly MemoryEntry[] {
    return this.#entries;
  }

  get length(): number {
    return this.#entries.length;
  }

  /** XADD. @throws MemoryCommandError – the id is not above the last one */
  add(entry: MemoryEntry): void {
    if (compareEntryIds(entry.id, this.lastGeneratedId) <= 0) {
      throw new MemoryCommandError(
        'ERR',
        'The ID specified in XADD is equal or smaller than the target stream top item',
      );
    }
    this.#entries.push(entry);
    this.lastGeneratedId = entry.id;
    this.entriesAdded += 1;
    this.bytes += bytesOf(entry);
  }

  /** The id that XADD gives to `*`. */
  nextId(nowMs: number): string {
    const { ms, seq } = parseEntryId(this.lastGeneratedId);
    return BigInt(nowMs) > ms ? `${String(nowMs)}-0` : `${String(ms)}-${String(seq + 1n)}`;
  }

  /** XRANGE `(after` … COUNT. */
  after(id: string, count: number): readonly MemoryEntry[] {
    const from = this.#firstAbove(id);
    return this.#entries.slice(from, from + count);
  }

  /** XTRIM MINID, and XSETID … MAXDELETEDID: removes what is below `minId`, and says so. @returns how many */
  trim(minId: string): number {
    this.beginsAfter = highestEntryId([this.beginsAfter, lowestEntryId([minId, this.lastGeneratedId])]);
    const count = this.#entries.findIndex(({ id }) => compareEntryIds(id, minId) >= 0);
    return this.#drop(0, count === -1 ? this.#entries.length : count).length;
  }

  /** XSETID … MAXDELETEDID: the stream begins after `id`. @throws MemoryCommandError – an entry is above it */
  setId(id: string): void {
    const top = this.#entries.at(-1)?.id;
    if (top !== undefined && compareEntryIds(id, top) < 0) {
      throw new MemoryCommandError('ERR', 'The ID specified in XSETID is smaller than the target stream top item');
    }
    this.lastGeneratedId = id;
    this.beginsAfter = id;
  }

  /** XDEL. @returns whether it was there */
  delete(id: string): boolean {
    const at = this.#entries.findIndex((entry) => entry.id === id);
    if (at === -1) return false;
    this.beginsAfter = highestEntryId([this.beginsAfter, id]);
    return this.#drop(at, 1).length === 1;
  }

  /**
   * The end of it never happened, as after the end of the AOF was lost: entries, the last id, and whatever groups had
   * been told of them.
   */
  loseTail(count: number): void {
    const lost = this.#drop(Math.max(0, this.#entries.length - count), count);
    this.entriesAdded -= lost.length;
    this.lastGeneratedId = this.#entries.at(-1)?.id ?? ENTRY_ID_ZERO;
    for (const group of this.groups.values()) {
      if (compareEntryIds(group.lastDeliveredId, this.lastGeneratedId) > 0)
        group.lastDeliveredId = this.lastGeneratedId;
      for (const { id } of lost) group.pending.delete(id);
    }
  }

  /** XGROUP CREATE. @throws MemoryCommandError – it is there */
  createGroup(name: string, from: string): void {
    if (this.groups.has(name)) throw new MemoryCommandError('BUSYGROUP', 'Consumer Group name already exists');
    this.groups.set(name, { name, lastDeliveredId: this.#resolved(from), pending: new Map() });
  }

  /** XGROUP SETID: also backwards, and above the last id. @throws MemoryCommandError – no such group */
  setGroupId(name: string, id: string): void {
    this.group(name).lastDeliveredId = this.#resolved(id);
  }

  /** @throws MemoryCommandError – no such group */
  group(name: string): MemoryGroup {
    const group = this.groups.get(name);
    if (!group) throw new MemoryCommandError('NOGROUP', `No such consumer group '${name}' for the stream`);
    return group;
  }

  /** XREADGROUP … `>`: what follows the last delivered id becomes pending with the consumer. */
  readGroup(name: string, consumer: string, count: number): readonly MemoryEntry[] {
    const group = this.group(name);
    const entries = this.after(group.lastDeliveredId, count);
    for (const { id } of entries) group.pending.set(id, consumer);
    group.lastDeliveredId = entries.at(-1)?.id ?? group.lastDeliveredId;
    return entries;
  }

  /** XACK of everything up to `id`. @returns how many were pending */
  acknowledgeUpTo(name: string, id: string): number {
    const { pending } = this.group(name);
    const acknowledged = [...pending.keys()].filter((one) => compareEntryIds(one, id) <= 0);
    for (const one of acknowledged) pending.delete(one);
    return acknowledged.length;
  }

  /** The lowest pending id; undefined if nothing is pending. */
  lowestPending(name: string): string | undefined {
    return [...this.group(name).pending.keys()].toSorted(compareEntryIds)[0];
  }

  /** Entries that the group has not been given yet. */
  lag(name: string): number {
    return this.#entries.length - this.#firstAbove(this.group(name).lastDeliveredId);
  }

  #resolved(id: string): string {
    return id === '$' ? this.lastGeneratedId : id === '0' ? ENTRY_ID_ZERO : id;
  }

  #drop(from: number, count: number): readonly MemoryEntry[] {
    const dropped = this.#entries.splice(from, count);
    for (const entry of dropped) this.bytes -= bytesOf(entry);
    return dropped;
  }

  /** By halving: streams of tests grow to many thousands. */
  #firstAbove(id: string): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareEntryIds(this.#entries[middle]?.id ?? ENTRY_ID_ZERO, id) > 0) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** What an entry takes beside its texts, roughly as in Redis. */
const entryOverheadBytes = 32;

const bytesOf = ({ fields }: MemoryEntry): number =>
  fields.reduce((sum, text) => sum + Buffer.byteLength(text), entryOverheadBytes);
