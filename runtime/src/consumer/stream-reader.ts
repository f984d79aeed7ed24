/**
 * One blocking XREAD for all partitions of an instance, each from the entry up to which it was read: what a partition gets
 * is exactly what follows its position, whatever the group in Redis says (docs/adr/0004). It reads on while workers work,
 * and leaves out a partition that has enough waiting.
 *
 * The connection is its own, BLOCK is finite, and a read that is not answered in time has its socket destroyed: ioredis
 * would silently send an interrupted read again and wait for ever.
 */
import type { Redis } from 'ioredis';
import { PartitionFeed } from './partition-feed.js';

export interface StreamReaderOptions {
  /** A connection for nothing but the blocking read. */
  readonly blocking: Redis;
  /** Any other connection; carries CLIENT UNBLOCK. */
  readonly commands: Redis;
  /** Entries read at a time from one partition. @default 200 */
  readonly entriesMax?: number;
  /** @default 1 000 ms */
  readonly blockMs?: number;
  /** How long after BLOCK an answer may still come. @default 2 000 ms */
  readonly watchdogMs?: number;
}

interface ReadRequest {
  readonly feed: PartitionFeed;
  readonly cursor: string;
}

/** A partition that joins waits this long for the read under way to end by itself, before it is ended. */
const joinMs = 1;
const pauseAfterErrorMs = 100;

export class StreamReader {
  readonly #options: Required<StreamReaderOptions>;
  readonly #feeds = new Map<string, PartitionFeed>();
  #stopping = false;
  #running: Promise<void> | undefined;
  #someoneWants: (() => void) | undefined;
  /** The feeds that the read under way names, and from where; undefined between reads. */
  #reading: ReadonlyMap<PartitionFeed, string> | undefined;
  #joinTimer: NodeJS.Timeout | undefined;
  #clientId: number | undefined;

  constructor(options: StreamReaderOptions) {
    this.#options = { entriesMax: 200, blockMs: 1_000, watchdogMs: 2_000, ...options };
    // The next connection has another id, and this one may become somebody else's.
    options.blocking.on('close', () => (this.#clientId = undefined));
  }

  start(): void {
    this.#stopping = false;
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#someoneWants?.();
    this.#unblock();
    await this.#running;
    this.#running = undefined;
  }

  /** @param key – of the partition in Redis; one feed at a time may be open for it */
  open(key: string, stream: string): PartitionFeed {
    const feed = new PartitionFeed({
      key,
      stream,
      entriesMax: this.#options.entriesMax,
      onWant: () => this.#join(feed),
      onClose: () => {
        if (this.#feeds.get(key) === feed) this.#feeds.delete(key);
      },
    });
    this.#feeds.set(key, feed);
    return feed;
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      if (this.#feeds.size > 0) await this.#knowClient().catch(() => undefined); // the read meets the same error
      const requests = [...this.#feeds.values()].flatMap((feed) =>
        feed.cursor === undefined ? [] : [{ feed, cursor: feed.cursor }],
      );
      if (requests.length === 0) {
        await new Promise<void>((resolve) => (this.#someoneWants = resolve));
        this.#someoneWants = undefined;
        continue;
      }
      try {
        await this.#read(requests);
        // Whoever was given entries begins before the next read goes out.
        await new Promise(setImmediate);
      } catch (error) {
        for (const { feed } of requests) feed.fail(error);
        await new Promise((resolve) => setTimeout(resolve, pauseAfterErrorMs));
      }
    }
  }

  async #read(requests: readonly ReadRequest[]): Promise<void> {
    const { blocking, entriesMax, blockMs, watchdogMs } = this.#options;
    const watchdog = setTimeout(() => blocking.disconnect(true), blockMs + watchdogMs);
    try {
      this.#reading = new Map(requests.map(({ feed, cursor }) => [feed, cursor]));
      const keys = requests.map(({ feed }) => feed.key);
      const cursors = requests.map(({ cursor }) => cursor);
      const answer = await blocking.xread('COUNT', entriesMax, 'BLOCK', blockMs, 'STREAMS', ...keys, ...cursors);
      for (const [key, entries] of answer ?? []) {
        const request = requests[keys.indexOf(key)];
        // A feed that was restarted meanwhile wants others.
        if (request && request.feed.cursor === request.cursor) request.feed.push(entries);
      }
    } finally {
      clearTimeout(watchdog);
      clearTimeout(this.#joinTimer);
      this.#joinTimer = undefined;
      this.#reading = undefined;
    }
  }

  /** CLIENT ID cannot be asked while the read blocks: it is asked before the first read of each connection. */
  async #knowClient(): Promise<void> {
    this.#clientId ??= await this.#options.blocking.client('ID');
  }

  #join(feed: PartitionFeed): void {
    this.#someoneWants?.();
    if (!this.#reading || this.#reading.get(feed) === feed.cursor || this.#joinTimer) return;
    const left = this.#reading;
    this.#joinTimer = setTimeout(() => {
      this.#joinTimer = undefined;
      if (this.#reading === left) this.#unblock();
    }, joinMs);
  }

  /** Ends the read under way, so that the next one names whoever has joined. */
  #unblock(): void {
    const ended = this.#reading;
    const clientId = this.#clientId;
    if (!ended || clientId === undefined) return;
    const attempt = async (): Promise<void> => {
      // The read may still be on its way to Redis when UNBLOCK arrives there: again until it was this one that ended.
      while (this.#reading === ended) {
        if ((await this.#options.commands.client('UNBLOCK', clientId)) === 1) return;
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    };
    // If Redis does not answer, the read fails too, or its BLOCK runs out.
    attempt().catch(() => undefined);
  }
}
