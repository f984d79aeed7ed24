/**
 * A stream store in memory that stands for Redis in tests: the runtime's loops run against it as they are, and it does on
 * command what goes wrong with a real one. It passes the same suite as Redis (tests/conformance/brokers).
 *
 *   const broker = memoryBroker();
 *   const runtime = new EventRuntime({ broker: broker.connect(), … });
 *   broker.loseEverything();
 */
import type { Broker } from '../../broker/broker.js';
import { systemClock, type Clock } from '../../loop/clock.js';
import { MemoryConsumerBroker } from './memory-consumer-broker.js';
import { MemoryLine, type Refusal } from './memory-line.js';
import { MemoryRelayBroker } from './memory-relay-broker.js';
import type { MemoryEntry } from './memory-stream.js';
import { MemoryStreams } from './memory-streams.js';

export interface MemoryBrokerOptions {
  /** Of the ids of foreign entries. @default the system's */
  readonly clock?: Clock;
  /** Above it, appends are refused as Redis refuses them without eviction. @default 0, no limit */
  readonly maxBytes?: number;
  /** What it says of itself; it never evicts. @default `noeviction` */
  readonly evictionPolicy?: string;
  /** How long a caller waits for an answer before it gives up. @default 5 000 ms */
  readonly answerTimeoutMs?: number;
}

export const memoryBroker = (options: MemoryBrokerOptions = {}): MemoryBroker => new MemoryBroker(options);

export class MemoryBroker {
  readonly #streams = new MemoryStreams();
  readonly #line: MemoryLine;
  readonly #clock: Clock;
  readonly #limits: { readonly maxBytes: number; readonly evictionPolicy: string };

  constructor({ clock = systemClock, maxBytes = 0, evictionPolicy = 'noeviction', ...line }: MemoryBrokerOptions = {}) {
    this.#clock = clock;
    this.#limits = { maxBytes, evictionPolicy };
    this.#line = new MemoryLine({ ...line, isFull: () => maxBytes > 0 && this.#streams.usedBytes > maxBytes });
  }

  /** The connections of one process; EventRuntime closes those that it was given. */
  connect(): Broker {
    const consumer = new MemoryConsumerBroker(this.#line, this.#streams);
    return {
      relay: new MemoryRelayBroker(this.#line, this.#streams, this.#limits),
      consumer,
      close: () => consumer.close(),
    };
  }

  /** Names of the streams that are there. */
  get keys(): readonly string[] {
    return this.#streams.keys;
  }

  /** What a stream holds, oldest first; nothing if it is missing. */
  entries(key: string): readonly MemoryEntry[] {
    return this.#streams.find(key)?.entries ?? [];
  }

  /** Writes as a foreign program would: with the id that the broker gives (XADD `*`). @returns that id */
  append(key: string, fields: readonly string[]): string {
    const id = this.#streams.ensure(key).nextId(this.#clock.now().getTime());
    this.#streams.add(key, { id, fields });
    return id;
  }

  /** Reads through a group as a foreign program would: what it gets is pending with it. @throws Error – no such group */
  readGroup(key: string, group: string, consumer: string, countMax = 10): readonly MemoryEntry[] {
    return this.#streams.existing(key).readGroup(group, consumer, countMax);
  }

  /** FLUSHALL, or a start without its files. */
  loseEverything(): void {
    this.#streams.clear();
  }

  /** The last entries of a stream never came: the end of the file was lost, or a replica that lagged was promoted. */
  loseTail(key: string, count: number): void {
    this.#streams.find(key)?.loseTail(count);
  }

  deleteStream(key: string): void {
    this.#streams.remove(key);
  }

  deleteEntry(key: string, id: string): void {
    this.#streams.find(key)?.delete(id);
  }

  destroyGroup(key: string, group: string): void {
    this.#streams.find(key)?.groups.delete(group);
  }

  /** From now on, until `heal`. */
  refuse(refusal: Refusal): void {
    this.#line.refuse(refusal);
  }

  /** The next write is done, but whoever asked for it is told that the connection broke. */
  loseNextReply(): void {
    this.#line.loseNextReply();
  }

  /** Nothing is answered until `heal`; what was sent meanwhile is done then, also if nobody waits for it any more. */
  freeze(): void {
    this.#line.freeze();
  }

  /** Ends every refusal and the freeze. */
  heal(): void {
    this.#line.heal();
  }
}
