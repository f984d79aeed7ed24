/** Walks one partition's stream beside the entries that it should hold, both ascending, and says where they differ. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Entry } from '../broker/broker.js';
import { streamState } from '../broker/redis-info.js';
import { fieldNames } from '../outbox/to-entry.js';
import { compareEntryIds } from '../streams/entry-id.js';
import type { ToolConnections } from './tool-connections.js';

export interface StreamFinding {
  readonly stream: string;
  readonly partition: number;
  readonly entryId: string;
  /**
   * `missing`: assigned by a window, not in the stream. `altered`: in the stream with other content. `foreign`: in the stream,
   * assigned by no window. `out-of-order`: a later event of its key has a lower entry id. `behind`: the stream ends before what was
   * assigned, and nobody appends it.
   */
  readonly kind: 'missing' | 'altered' | 'foreign' | 'out-of-order' | 'behind';
  /** Names of fields, ids; never a payload. */
  readonly details: string;
}

export interface PartitionComparisonOptions {
  readonly connections: ToolConnections;
  readonly stream: string;
  readonly partition: number;
  readonly key: string;
  /** At the beginning: up to here entries may be missing. */
  readonly floorId: string;
  readonly assignedId: string;
  /** Where the stream ended when the walk began: nothing after it is looked at. */
  readonly headId: string;
  readonly findingsMax: number;
}

interface StoredEntry {
  readonly entryId: string;
  readonly fields: ReadonlyMap<string, string>;
}

const entriesPerPage = 500;
/** How long a relay that runs may take to append what was assigned when the walk began. */
const catchUpMs = 3_000;

export class PartitionComparison {
  readonly #findings: StreamFinding[] = [];
  #findingsLeftOut = 0;
  #entriesEqual = 0;
  #page: StoredEntry[] = [];
  #readUpTo: string;
  #isAtEnd = false;
  /** The last `seq` of each key. */
  readonly #lastOfKey = new Map<string, bigint>();

  constructor(readonly options: PartitionComparisonOptions) {
    this.#readUpTo = options.floorId;
  }

  /** The next entry that there should be. */
  async expect(expected: Entry): Promise<void> {
    const { floorId, headId } = this.options;
    if (compareEntryIds(expected.entryId, floorId) <= 0 || compareEntryIds(expected.entryId, headId) > 0) return;
    this.#checkOrder(expected);
    for (;;) {
      const stored = await this.#peek();
      const order = stored ? compareEntryIds(stored.entryId, expected.entryId) : 1;
      if (order > 0) {
        this.#report(expected.entryId, 'missing', `event ${expected.values[0] ?? ''}`);
        return;
      }
      this.#page.shift();
      if (order === 0 && stored) {
        this.#compare(stored, expected);
        return;
      }
      if (stored) this.#reportForeign(stored);
    }
  }

  /**
   * The rest of the stream is foreign. What was trimmed or appended while the walk was on the way is no finding.
   * @param floorId – the floor now
   */
  async end(floorId: string): Promise<{
    readonly entriesEqual: number;
    readonly findings: readonly StreamFinding[];
    readonly findingsLeftOut: number;
  }> {
    for (let stored = await this.#peek(); stored; stored = await this.#peek()) {
      this.#page.shift();
      this.#reportForeign(stored);
    }
    await this.#checkEnd();
    const findings: StreamFinding[] = [];
    for (const finding of this.#findings) {
      const isTrimmed = finding.kind !== 'behind' && compareEntryIds(finding.entryId, floorId) <= 0;
      if (!isTrimmed && !(await this.#isRepaired(finding))) findings.push(finding);
    }
    return { entriesEqual: this.#entriesEqual, findings, findingsLeftOut: this.#findingsLeftOut };
  }

  #compare(stored: StoredEntry, { entryId, values }: Entry): void {
    const wrong: string[] = [];
    fieldNames.forEach((name, index) => {
      const want = values[index] ?? '';
      if ((stored.fields.get(name) ?? '') !== want) wrong.push(name);
    });
    const names: readonly string[] = fieldNames;
    for (const name of stored.fields.keys()) if (!names.includes(name)) wrong.push(name);
    if (wrong.length === 0) this.#entriesEqual++;
    else this.#report(entryId, 'altered', `${wrong.join(', ')} ${wrong.length === 1 ? 'differs' : 'differ'}`);
  }

  /** `seq` order is commit order per key. */
  #checkOrder({ entryId, values }: Entry): void {
    const key = values[fieldNames.indexOf('aggregateId')] ?? '';
    const seq = BigInt(entryId.split('-')[1] ?? '0');
    const last = this.#lastOfKey.get(key);
    if (last !== undefined && last > seq) {
      this.#report(entryId, 'out-of-order', `row ${String(last)} of its key was committed later and comes before it`);
      return;
    }
    this.#lastOfKey.set(key, seq);
  }

  async #checkEnd(): Promise<void> {
    const { assignedId, connections, key } = this.options;
    const deadline = performance.now() + catchUpMs;
    for (;;) {
      const info = await connections.useRedis((redis) => streamState(redis, key));
      const headId = info.lastId;
      if (compareEntryIds(headId, assignedId) >= 0) return;
      if (performance.now() > deadline) {
        this.#report(headId, 'behind', `entries up to ${assignedId} are assigned; a relay that runs appends them`);
        return;
      }
      await sleep(100);
    }
  }

  async #isRepaired({ kind, entryId }: StreamFinding): Promise<boolean> {
    if (kind !== 'missing') return false;
    const { connections, key } = this.options;
    const found = await connections.askRedis(key, (redis) => redis.xrange(key, entryId, entryId));
    return found.length > 0;
  }

  #reportForeign({ entryId, fields }: StoredEntry): void {
    this.#report(
      entryId,
      'foreign',
      `fields ${[...fields.keys()].join(', ')}; event ${fields.get('id') ?? 'without id'}`,
    );
  }

  #report(entryId: string, kind: StreamFinding['kind'], details: string): void {
    const { stream, partition, findingsMax } = this.options;
    if (this.#findings.length < findingsMax) this.#findings.push({ stream, partition, entryId, kind, details });
    else this.#findingsLeftOut++;
  }

  async #peek(): Promise<StoredEntry | undefined> {
    if (this.#page.length === 0 && !this.#isAtEnd) {
      const { connections, key, headId } = this.options;
      const entries = await connections.askRedis(key, (redis) =>
        redis.xrange(key, `(${this.#readUpTo}`, headId, 'COUNT', entriesPerPage),
      );
      this.#isAtEnd = entries.length < entriesPerPage;
      this.#readUpTo = entries.at(-1)?.[0] ?? this.#readUpTo;
      this.#page = entries.map(([entryId, fields]) => ({ entryId, fields: asMap(fields ?? []) }));
    }
    return this.#page[0];
  }
}

/** @param fields – name, value, name, value … */
const asMap = (fields: readonly string[]): ReadonlyMap<string, string> => {
  const map = new Map<string, string>();
  for (let at = 0; at + 1 < fields.length; at += 2) map.set(fields[at] ?? '', fields[at + 1] ?? '');
  return map;
};
