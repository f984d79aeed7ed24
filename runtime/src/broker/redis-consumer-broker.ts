/** The consumer's side of Redis: waiting for entries, and showing through the group how far the consumer is. */
import type { BlockingReads } from './blocking-reads.js';
import type { ConsumerBroker, Cursor, GroupState, ReadEntry, StreamState } from './broker.js';
import { groupStates, isMissingGroup, streamState } from './redis-info.js';
import type { RedisNodes } from './redis-nodes.js';
import { createGroup } from './redis-relay-broker.js';

export interface RedisConsumerOptions {
  readonly reads: BlockingReads;
  readonly nodes: RedisNodes;
}

/** Pending entries acknowledged in one go. */
const acknowledgedMax = 1_000;

export class RedisConsumerBroker implements ConsumerBroker {
  readonly #reads: BlockingReads;
  readonly #nodes: RedisNodes;

  constructor({ reads, nodes }: RedisConsumerOptions) {
    this.#reads = reads;
    this.#nodes = nodes;
  }

  async read(
    cursors: readonly Cursor[],
    options: { countMax: number; blockMs: number },
  ): Promise<ReadonlyMap<string, readonly ReadEntry[]>> {
    return this.#reads.read(cursors, options);
  }

  interrupt(): void {
    this.#reads.interrupt();
  }

  async repairGroup(key: string, group: string, position: string): Promise<void> {
    const move = async (): Promise<unknown> =>
      this.#nodes.run(key, async (redis) => redis.xgroup('SETID', key, group, position));
    try {
      await move();
    } catch (error) {
      if (!isMissingGroup(error)) throw error;
      // Not first: Redis that is out of memory creates nothing, and handling what it holds is what gives it room.
      await createGroup(this.#nodes, key, group, position);
      await move();
    }
    for (;;) {
      const pending = await this.#nodes.run(key, async (redis) =>
        redis.xpending(key, group, '-', position, acknowledgedMax),
      );
      if (pending.length === 0) return;
      // The extended form of XPENDING answers with [id, consumer, idle, deliveries].
      const ids = pending.map((entry) => String((entry as unknown[])[0]));
      await this.#nodes.run(key, async (redis) => redis.xack(key, group, ...ids));
    }
  }

  async showPosition(key: string, group: string, position: string, entriesRead?: number): Promise<void> {
    const counted = entriesRead === undefined ? [] : ['ENTRIESREAD', entriesRead];
    await this.#nodes.run(key, async (redis) => redis.call('XGROUP', 'SETID', key, group, position, ...counted));
  }

  async group(key: string, group: string): Promise<GroupState | undefined> {
    return (await groupStates(this.#nodes, key)).find(({ name }) => name === group);
  }

  async stream(key: string): Promise<StreamState> {
    return streamState(this.#nodes, key);
  }
}
