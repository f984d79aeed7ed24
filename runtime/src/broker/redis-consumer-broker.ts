/**
 * The consumer's side of Redis. The blocking XREAD has a connection of its own and a finite BLOCK, and a read that is not
 * answered in time has its socket destroyed: ioredis would silently send an interrupted read again and wait for ever.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { ConsumerBroker, Cursor, GroupState, ReadEntry, StreamState } from './broker.js';
import { groupStates, isMissingGroup, streamState } from './redis-info.js';
import { createGroup } from './redis-relay-broker.js';

export interface RedisConsumerOptions {
  /** A connection for nothing but the blocking read. */
  readonly blocking: Redis;
  readonly commands: Redis;
  /** How long after BLOCK an answer may still come. @default 2 000 ms */
  readonly watchdogMs?: number;
}

/** Pending entries acknowledged in one go. */
const acknowledgedMax = 1_000;

export class RedisConsumerBroker implements ConsumerBroker {
  readonly #options: Required<RedisConsumerOptions>;
  #clientId: number | undefined;
  /** The read under way; each is another object. */
  #reading: object | undefined;

  constructor(options: RedisConsumerOptions) {
    this.#options = { watchdogMs: 2_000, ...options };
    // The next connection has another id, and this one may become somebody else's.
    options.blocking.on('close', () => (this.#clientId = undefined));
  }

  async read(
    cursors: readonly Cursor[],
    { countMax, blockMs }: { countMax: number; blockMs: number },
  ): Promise<ReadonlyMap<string, readonly ReadEntry[]>> {
    const { blocking, watchdogMs } = this.#options;
    this.#reading = {};
    const watchdog = setTimeout(() => blocking.disconnect(true), blockMs + watchdogMs);
    try {
      // It cannot be asked while the read blocks: before the first read of each connection.
      this.#clientId ??= await blocking.client('ID');
      const keys = cursors.map(({ key }) => key);
      const ids = cursors.map(({ after }) => after);
      const answer = await blocking.xread('COUNT', countMax, 'BLOCK', blockMs, 'STREAMS', ...keys, ...ids);
      return new Map(
        (answer ?? []).map(([key, entries]) => [key, entries.map(([id, fields]): ReadEntry => [id, fields ?? []])]),
      );
    } finally {
      clearTimeout(watchdog);
      this.#reading = undefined;
    }
  }

  interrupt(): void {
    const ended = this.#reading;
    if (!ended) return;
    const attempt = async (): Promise<void> => {
      // The read may still be on its way to Redis when UNBLOCK arrives there: again until it was this one that ended.
      while (this.#reading === ended) {
        const id = this.#clientId;
        if (id !== undefined && (await this.#options.commands.client('UNBLOCK', id)) === 1) return;
        await sleep(2);
      }
    };
    // If Redis does not answer, the read fails too, or its BLOCK runs out.
    attempt().catch(() => undefined);
  }

  async repairGroup(key: string, group: string, position: string): Promise<void> {
    const { commands } = this.#options;
    try {
      await commands.xgroup('SETID', key, group, position);
    } catch (error) {
      if (!isMissingGroup(error)) throw error;
      // Not first: Redis that is out of memory creates nothing, and handling what it holds is what gives it room.
      await createGroup(commands, key, group, position);
      await commands.xgroup('SETID', key, group, position);
    }
    for (;;) {
      const pending = await commands.xpending(key, group, '-', position, acknowledgedMax);
      if (pending.length === 0) return;
      // The extended form of XPENDING answers with [id, consumer, idle, deliveries].
      await commands.xack(key, group, ...pending.map((entry) => String((entry as unknown[])[0])));
    }
  }

  async showPosition(key: string, group: string, position: string, entriesRead?: number): Promise<void> {
    const counted = entriesRead === undefined ? [] : ['ENTRIESREAD', entriesRead];
    await this.#options.commands.call('XGROUP', 'SETID', key, group, position, ...counted);
  }

  async group(key: string, group: string): Promise<GroupState | undefined> {
    return (await groupStates(this.#options.commands, key)).find(({ name }) => name === group);
  }

  async stream(key: string): Promise<StreamState> {
    return streamState(this.#options.commands, key);
  }
}
