/**
 * Reads one stream of a Redis Cluster, on whichever node it is.
 *
 * States: idle (nothing is wanted, or an answer waits to be taken) → reading (XREAD blocks, again and again until entries come) →
 * idle; a read that failed is tried again after a pause, and says so meanwhile.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { ReadEntry } from './broker.js';
import type { ClusterNodes, Redirection } from './cluster-nodes.js';
import { entriesOf } from './redis-info.js';
import { untilReady } from './until-ready.js';

/** @param place – `host:port` */
export type ConnectTo = (place: string) => Redis;

export interface ReadOptions {
  readonly countMax: number;
  readonly blockMs: number;
}

export interface KeyReaderOptions {
  readonly key: string;
  readonly nodes: ClusterNodes;
  readonly connect: ConnectTo;
  readonly watchdogMs: number;
  /** An answer or a failure is there. */
  readonly onChange: () => void;
}

interface Want extends ReadOptions {
  readonly after: string;
}

const pauseAfterErrorMs = 100;

export class KeyReader {
  readonly #options: KeyReaderOptions;
  #want: Want | undefined;
  #answer: readonly ReadEntry[] | undefined;
  #failure: unknown;
  #hasLooked = false;
  #connection: { readonly place: string; readonly redis: Redis } | undefined;
  /** Where the slot is on its way to: asked there until it has arrived or that fails. */
  #asking: Redirection | undefined;
  #wantedAt = 0;

  constructor(options: KeyReaderOptions) {
    this.#options = options;
  }

  get key(): string {
    return this.#options.key;
  }

  /** Of the clock of `performance.now()`. */
  get wantedAt(): number {
    return this.#wantedAt;
  }

  /** Why it does not read at the moment. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Redis was asked at least once for what is wanted, and answered or failed. */
  get hasLooked(): boolean {
    return this.#hasLooked;
  }

  /** Reads what follows `after`, if it does not do so already. */
  want({ after, countMax, blockMs }: Want): void {
    this.#wantedAt = performance.now();
    const now = this.#want;
    if (now?.after === after && now.countMax === countMax && now.blockMs === blockMs) return;
    // What is being read is not wanted any more; nothing else can end a read that blocks.
    if (this.#want && !this.#answer) this.#disconnect();
    this.#answer = undefined;
    this.#failure = undefined;
    this.#hasLooked = false;
    const want = { after, countMax, blockMs };
    this.#want = want;
    void this.#read(want);
  }

  /** The entries that were wanted, once; undefined if none have come yet. */
  take(): readonly ReadEntry[] | undefined {
    const entries = this.#answer;
    if (entries) this.#want = this.#answer = undefined;
    return entries;
  }

  close(): void {
    this.#want = undefined;
    this.#disconnect();
  }

  async #read(want: Want): Promise<void> {
    const { key, nodes, onChange } = this.#options;
    while (this.#want === want) {
      let place: string | undefined;
      try {
        place = this.#asking?.place ?? (await nodes.placeOf(key));
        if (this.#want !== want) return; // closed meanwhile: no connection may be opened any more
        const entries = await this.#readOnce(want, place);
        if (this.#want !== want) return;
        this.#failure = undefined;
        this.#hasLooked = true;
        if (entries.length > 0) this.#answer = entries;
        onChange();
        if (entries.length > 0) return;
      } catch (error) {
        if (this.#want !== want) return;
        const wasAsking = this.#asking !== undefined;
        this.#asking = undefined;
        const redirection = place === undefined ? undefined : nodes.learnFrom(key, error, place);
        if (redirection?.isOnce) this.#asking = redirection;
        // Between two nodes that each name the other a pause, too.
        if (redirection && !wasAsking) continue;
        this.#failure = error;
        this.#hasLooked = true;
        onChange();
        await sleep(pauseAfterErrorMs);
      }
    }
  }

  async #readOnce({ after, countMax, blockMs }: Want, place: string): Promise<readonly ReadEntry[]> {
    const { key, watchdogMs } = this.#options;
    const redis = this.#connectionTo(place);
    await untilReady(redis, watchdogMs);
    const watchdog = setTimeout(() => redis.disconnect(true), blockMs + watchdogMs);
    try {
      if (this.#asking) redis.asking().catch(() => undefined);
      return entriesOf(await redis.xread('COUNT', countMax, 'BLOCK', blockMs, 'STREAMS', key, after)).get(key) ?? [];
    } finally {
      clearTimeout(watchdog);
    }
  }

  #connectionTo(place: string): Redis {
    if (this.#connection?.place !== place) {
      this.#disconnect();
      this.#connection = { place, redis: this.#options.connect(place) };
    }
    return this.#connection.redis;
  }

  #disconnect(): void {
    this.#connection?.redis.disconnect();
    this.#connection = undefined;
  }
}
