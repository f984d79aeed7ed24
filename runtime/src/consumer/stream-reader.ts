/**
 * One blocking read for all partitions of an instance, each from the entry up to which it was read: what a partition gets
 * is exactly what follows its position, whatever the group in Redis says (docs/adr/0004). It reads on while workers work,
 * and leaves out a partition that has enough waiting.
 */
import type { ConsumerBroker, ReadEntry } from '../broker/broker.js';
import { compareEntryIds } from '../streams/entry-id.js';
import { PartitionFeed } from './partition-feed.js';

export interface StreamReaderOptions {
  readonly broker: ConsumerBroker;
  /** Entries read at a time from one partition. @default 200 */
  readonly entriesMax?: number;
  /** @default 1 000 ms */
  readonly blockMs?: number;
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

  constructor(options: StreamReaderOptions) {
    this.#options = { entriesMax: 200, blockMs: 1_000, ...options };
  }

  start(): void {
    this.#stopping = false;
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#someoneWants?.();
    this.#options.broker.interrupt();
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
    const { broker, entriesMax, blockMs } = this.#options;
    try {
      this.#reading = new Map(requests.map(({ feed, cursor }) => [feed, cursor]));
      const cursors = requests.map(({ feed, cursor }) => ({ key: feed.key, after: cursor }));
      const answer = await broker.read(cursors, { countMax: entriesMax, blockMs });
      for (const { feed, cursor } of requests) {
        const entries = answer.get(feed.key);
        // A feed that was restarted meanwhile wants others.
        if (entries && feed.cursor === cursor) feed.push(entries, this.#isGapless(feed.key, cursor, entries));
      }
    } finally {
      clearTimeout(this.#joinTimer);
      this.#joinTimer = undefined;
      this.#reading = undefined;
    }
  }

  /**
   * Entries may have gone while the feed read towards them: the broker lost everything a moment after this service had been set
   * back, and its stream began again where the relay still believed the service to be.
   */
  async #isGapless(key: string, cursor: string, entries: readonly ReadEntry[]): Promise<boolean> {
    const { lastId, beginsAfter } = await this.#options.broker.stream(key);
    return compareEntryIds(beginsAfter, cursor) <= 0 && compareEntryIds(lastId, entries.at(-1)?.[0] ?? cursor) >= 0;
  }

  #join(feed: PartitionFeed): void {
    this.#someoneWants?.();
    if (!this.#reading || this.#reading.get(feed) === feed.cursor || this.#joinTimer) return;
    const left = this.#reading;
    this.#joinTimer = setTimeout(() => {
      this.#joinTimer = undefined;
      if (this.#reading === left) this.#options.broker.interrupt();
    }, joinMs);
  }
}
