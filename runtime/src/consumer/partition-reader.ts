/**
 * Reads one partition for its group. PostgreSQL's position is the truth; the group in Redis is how entries are read and
 * shown. Whenever the two disagree (new lease, group gone, entries stranded with a former owner) `repair` puts the group
 * back to the position.
 */
import type { Redis } from 'ioredis';
import { createGroup } from '../outbox/compare-and-append.js';
import { decodeEntry, type DecodedEntry } from '../envelope/decode-entry.js';
import { compareEntryIds } from '../streams/entry-id.js';

/** One name for every owner, so that pending entries of a former owner are ours. */
const consumerName = 'owner';

export class PartitionReader {
  constructor(
    readonly redis: Redis,
    readonly key: string,
    readonly stream: string,
    readonly group: string,
  ) {}

  /**
   * The next entries after `position`, without blocking.
   * @returns undefined where the group is not at the position: repair, then read again
   */
  async read(position: string, count: number): Promise<readonly DecodedEntry[] | undefined> {
    let delivered;
    try {
      delivered = await this.redis.xreadgroup(
        'GROUP',
        this.group,
        consumerName,
        'COUNT',
        count,
        'STREAMS',
        this.key,
        '>',
      );
    } catch (error) {
      if (error instanceof Error && /^(NOGROUP|UNBLOCKED)/.test(error.message)) return undefined;
      throw error;
    }
    const entries = delivered?.[0]?.[1] ?? [];
    // What follows the position must be what we were given: else somebody else was given it, or the position moved back.
    const following = await this.redis.xrange(this.key, `(${position}`, '+', 'COUNT', 1);
    if (following[0]?.[0] !== entries[0]?.[0]) return undefined;
    return entries.map(([entryId, fields]) => decodeEntry(this.stream, entryId, fields ?? []));
  }

  async repair(position: string): Promise<void> {
    await createGroup(this.redis, this.key, this.group, position);
    await this.redis.xgroup('SETID', this.key, this.group, position);
    for (;;) {
      const pending = await this.redis.xpending(this.key, this.group, '-', position, 1_000);
      if (pending.length === 0) return;
      await this.redis.xack(this.key, this.group, ...pending.map((entry) => String((entry as unknown[])[0])));
    }
  }

  async acknowledge(entries: readonly DecodedEntry[]): Promise<void> {
    if (entries.length > 0) await this.redis.xack(this.key, this.group, ...entries.map(({ entryId }) => entryId));
  }

  /** Entries not yet delivered to the group; undefined where Redis cannot tell. */
  async lag(position: string): Promise<number | undefined> {
    const groups = (await this.redis.xinfo('GROUPS', this.key)) as unknown[][];
    for (const fields of groups) {
      if (fields[fields.indexOf('name') + 1] !== this.group) continue;
      const lag = fields[fields.indexOf('lag') + 1];
      if (typeof lag === 'number') return lag;
      const last = String(fields[fields.indexOf('last-delivered-id') + 1]);
      return compareEntryIds(last, position) <= 0 ? undefined : 0;
    }
    return undefined;
  }
}
