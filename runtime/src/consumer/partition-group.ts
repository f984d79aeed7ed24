/**
 * The consumer group of one partition, as a display: its last delivered id is the position that PostgreSQL holds, so that
 * `XINFO GROUPS` shows lag, and the relay how far it may trim. Nothing is read through it; what somebody else does with it
 * is put right at the next batch.
 */
import type { Redis } from 'ioredis';
import { createGroup } from '../outbox/compare-and-append.js';

export class PartitionGroup {
  /** Entries ever added up to the position; undefined where Redis cannot tell yet. Makes lag exact in mid-stream. */
  #entriesRead: number | undefined;
  #isLost = false;

  constructor(
    readonly redis: Redis,
    readonly key: string,
    readonly group: string,
  ) {}

  /** Redis did not take the last position: `repair` makes up for it. */
  get isLost(): boolean {
    return this.#isLost;
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
    this.#entriesRead = await this.#countRead();
    this.#isLost = false;
  }

  /** Shows the new position, `count` entries further. Does not wait: it is a display, a loss costs nothing but a repair. */
  advance(position: string, count: number): void {
    this.#entriesRead = this.#entriesRead === undefined ? undefined : this.#entriesRead + count;
    const entriesRead = this.#entriesRead === undefined ? [] : ['ENTRIESREAD', this.#entriesRead];
    this.redis.call('XGROUP', 'SETID', this.key, this.group, position, ...entriesRead).catch(() => {
      this.#isLost = true;
    });
  }

  /** Call it when everything was read: from there on lag can be counted, if it could not before. */
  async caughtUp(): Promise<void> {
    this.#entriesRead ??= await this.#countRead();
  }

  async #countRead(): Promise<number | undefined> {
    const [stream, groups] = await Promise.all([
      this.redis.xinfo('STREAM', this.key),
      this.redis.xinfo('GROUPS', this.key),
    ]);
    const added = field(stream as unknown[], 'entries-added');
    const mine = (groups as unknown[][]).find((fields) => field(fields, 'name') === this.group);
    const lag = mine && field(mine, 'lag');
    return typeof added === 'number' && typeof lag === 'number' ? added - lag : undefined;
  }
}

/** XINFO answers with name, value, name, value … */
const field = (fields: readonly unknown[], name: string): unknown => fields[fields.indexOf(name) + 1];
