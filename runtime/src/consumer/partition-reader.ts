/**
 * Reads one partition for its group. PostgreSQL's position is the truth; the group in Redis is how entries are read and
 * shown. Whenever the two disagree (new lease, group gone, entries stranded with a former owner) `repair` puts the group
 * back to the position.
 */
import type { Redis } from 'ioredis';
import { decodeEntry, type DecodedEntry } from '../envelope/decode-entry.js';
import { createGroup } from '../outbox/compare-and-append.js';

/** One name for every owner, so that pending entries of a former owner are ours. */
const consumerName = 'owner';

export class PartitionReader {
  #hasLostAcknowledgement = false;

  constructor(
    readonly redis: Redis,
    readonly key: string,
    readonly stream: string,
    readonly group: string,
  ) {}

  /** An acknowledgement did not reach Redis: `repair` makes up for it. */
  get hasLostAcknowledgement(): boolean {
    return this.#hasLostAcknowledgement;
  }

  /**
   * The next entries after `position`, without blocking.
   * @returns undefined where the group is not at the position: repair, then read again
   */
  async read(position: string, count: number): Promise<readonly DecodedEntry[] | undefined> {
    // In this order and in one write: an entry that is appended between the two cannot look like a gap.
    const [following, delivered] = await Promise.all([
      this.redis.xrange(this.key, `(${position}`, '+', 'COUNT', 1),
      this.redis
        .xreadgroup('GROUP', this.group, consumerName, 'COUNT', count, 'STREAMS', this.key, '>')
        .catch((error: unknown) => {
          if (error instanceof Error && /^(NOGROUP|UNBLOCKED)/.test(error.message)) return 'no group' as const;
          throw error;
        }),
    ]);
    if (delivered === 'no group') return undefined;
    const entries = delivered?.[0]?.[1] ?? [];
    // What follows the position must be what we were given: else somebody else was given it, or the position moved back.
    const expected = following[0]?.[0];
    if (expected !== undefined && expected !== entries[0]?.[0]) return undefined;
    return entries.map(([entryId, fields]) => decodeEntry(this.stream, entryId, fields ?? []));
  }

  /** Puts the group at `position`, whether it was lost, behind or ahead, and acknowledges what lies before it. */
  async repair(position: string): Promise<void> {
    await createGroup(this.redis, this.key, this.group, position);
    await this.redis.xgroup('SETID', this.key, this.group, position);
    for (;;) {
      const pending = await this.redis.xpending(this.key, this.group, '-', position, 1_000);
      if (pending.length === 0) break;
      // The extended form of XPENDING answers with [id, consumer, idle, deliveries].
      await this.redis.xack(this.key, this.group, ...pending.map((entry) => String((entry as unknown[])[0])));
    }
    this.#hasLostAcknowledgement = false;
  }

  /** Does not wait: what it acknowledges is committed, so a loss costs nothing but a repair. */
  acknowledge(entries: readonly DecodedEntry[]): void {
    this.redis.xack(this.key, this.group, ...entries.map(({ entryId }) => entryId)).catch(() => {
      this.#hasLostAcknowledgement = true;
    });
  }
}
