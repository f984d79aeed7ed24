/**
 * One blocking XREAD for all streams, on a connection of its own, with a finite BLOCK. A read that is not answered in time has
 * its socket destroyed: ioredis would silently send an interrupted read again and wait for ever.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { BlockingReads } from './blocking-reads.js';
import type { Cursor, ReadEntry } from './broker.js';
import { entriesOf } from './redis-info.js';
import { untilReady } from './until-ready.js';

export interface OneConnectionOptions {
  /** For nothing but the blocking read. */
  readonly blocking: Redis;
  /** Ends it. */
  readonly commands: Redis;
  /** How long after BLOCK an answer may still come. @default 2 000 ms */
  readonly watchdogMs?: number;
}

export class OneConnectionReads implements BlockingReads {
  readonly #options: Required<OneConnectionOptions>;
  #clientId: number | undefined;
  /** The read under way; each is another object. */
  #reading: object | undefined;

  constructor(options: OneConnectionOptions) {
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
    let watchdog: NodeJS.Timeout | undefined;
    try {
      await untilReady(blocking, watchdogMs);
      watchdog = setTimeout(() => blocking.disconnect(true), blockMs + watchdogMs);
      // It cannot be asked while the read blocks: before the first read of each connection.
      this.#clientId ??= await blocking.client('ID');
      const keys = cursors.map(({ key }) => key);
      const ids = cursors.map(({ after }) => after);
      return entriesOf(await blocking.xread('COUNT', countMax, 'BLOCK', blockMs, 'STREAMS', ...keys, ...ids));
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

  close(): void {
    this.#options.blocking.disconnect();
  }
}
