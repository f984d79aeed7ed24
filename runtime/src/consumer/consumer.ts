/**
 * Runs a service's consumers in this process: says that the instance lives, takes its share of the partitions, gives back
 * what exceeds it, and keeps one PartitionWorker for each partition it owns. Several instances share the partitions of a
 * stream evenly, those that do not move go on undisturbed; one that dies loses its leases after `leaseMs`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConsumerBroker } from '../broker/broker.js';
import type { ConsumerDefinition } from '../contract/definitions.js';
import { HeldConnection } from '../database/answer-deadline.js';
import { Alarm } from '../loop/alarm.js';
import type { GiveUp } from '../loop/give-up.js';
import { Trouble } from '../loop/trouble.js';
import type { Logger } from '../telemetry/logger.js';
import { balance } from './balance.js';
import { consumerStatus, type ConsumerStatus } from './consumer-status.js';
import type { DeliveryScope } from './delivery.js';
import { Forgetting } from './forgetting.js';
import { forgetInstance, heartbeat, registerPartitions } from './leases.js';
import { OwnedPartitions } from './owned-partitions.js';
import { PausedStreams } from './paused-streams.js';
import { StreamReader } from './stream-reader.js';

export interface ConsumerOptions {
  /** One a stream. */
  readonly scopes: readonly DeliveryScope[];
  /** The scopes' own. */
  readonly giveUp: GiveUp;
  readonly broker: ConsumerBroker;
  readonly keyPrefix: string;
  /** Identity of this process, a UUID. */
  readonly instance: string;
  readonly logger: Logger;
  /** How long an instance that says nothing keeps its partitions. @default 6 000 ms */
  readonly leaseMs?: number;
  /** @default 200 */
  readonly batchMax?: number;
  /** @default 5 000 ms */
  readonly idleMaxMs?: number;
  /** How often the inbox forgets what is done for long. @default 60 000 ms */
  readonly forgetEveryMs?: number;
  /** How long a stop waits for what is in flight before it rolls that back. @default 5 000 ms */
  readonly drainMaxMs?: number;
}

/** How soon a pause is noticed. */
const pauseLookMs = 1_000;
/** What a stop takes at most after it has given up; then the leases end by themselves. */
const leaveMaxMs = 2_000;

export class Consumer {
  readonly #options: Required<ConsumerOptions>;
  readonly #alarm = new Alarm();
  readonly #reader: StreamReader;
  readonly #paused = new PausedStreams();
  readonly #owned: OwnedPartitions;
  readonly #forgetting: Forgetting;
  /** Heartbeats must not stand in line behind batches. Undefined without a scope. */
  readonly #held: HeldConnection | undefined;
  readonly #leaseTrouble: Trouble;
  readonly #partitionTrouble: Trouble;
  #stopping = false;
  #isBalanced = false;
  #running: Promise<void> | undefined;

  constructor(options: ConsumerOptions) {
    this.#options = {
      leaseMs: 6_000,
      batchMax: 200,
      idleMaxMs: 5_000,
      drainMaxMs: 5_000,
      forgetEveryMs: 60_000,
      ...options,
    };
    const { logger, broker, keyPrefix, scopes } = options;
    const { batchMax, idleMaxMs, leaseMs, forgetEveryMs: everyMs } = this.#options;
    this.#leaseTrouble = new Trouble(
      logger,
      'leases cannot be renewed in PostgreSQL; another instance takes over if this lasts',
      'leases are renewed again',
    );
    const trouble = new Trouble(
      logger,
      'partitions paused: PostgreSQL or Redis does not answer; nothing is lost, it is tried again',
      'partitions are read again',
    );
    this.#partitionTrouble = trouble;
    this.#held = scopes[0] && new HeldConnection(scopes[0].pool, leaseMs);
    const reader = new StreamReader({ broker, entriesMax: batchMax });
    this.#reader = reader;
    const paused = this.#paused;
    const owned = new OwnedPartitions({ broker, reader, keyPrefix, paused, trouble, logger, batchMax, idleMaxMs });
    this.#owned = owned;
    this.#forgetting = new Forgetting({
      // What is to be done once for a stream is done where its first partition is.
      mine: () => scopes.filter(({ consumer }) => owned.ofStream(consumer.channel.address).some(isOfFirstPartition)),
      broker,
      keyOf: ({ consumer }, partition) => owned.keyOf(consumer, { partition }),
      everyMs,
    });
  }

  get status(): ConsumerStatus {
    return consumerStatus({
      isRunning: this.#running !== undefined,
      isBalanced: this.#isBalanced,
      streams: this.streams,
      workers: this.#owned.workers,
      pausedSince: this.#paused.since,
      trouble: this.#leaseTrouble.current ?? this.#partitionTrouble.current,
    });
  }

  /** What it consumes, whether it owns partitions of it or not. */
  get streams(): readonly string[] {
    return this.#options.scopes.map(({ consumer }) => consumer.channel.address);
  }

  /** Redis keys of the partitions that this instance works on. */
  ownedKeys(): readonly { consumer: ConsumerDefinition; key: string }[] {
    return this.#owned.workers.map(({ lease, consumer }) => ({ consumer, key: this.#owned.keyOf(consumer, lease) }));
  }

  start(): void {
    if (!this.#held) return;
    this.#stopping = false;
    this.#options.giveUp.reset();
    this.#reader.start();
    this.#forgetting.start();
    this.#running ??= this.#run(this.#held);
  }

  /**
   * Finishes what is in flight, or rolls it back after `drainMaxMs`, gives the leases back, and returns when nothing runs any
   * more. If PostgreSQL does not answer it returns without: the leases end by themselves, and nothing of it can commit.
   */
  async stop(): Promise<void> {
    const { drainMaxMs, giveUp, logger } = this.#options;
    this.#stopping = true;
    this.#forgetting.stop();
    this.#alarm.ring();
    for (const worker of this.#owned.workers) void worker.stop();
    const drain = setTimeout(() => giveUp.now(), drainMaxMs);
    const late = new AbortController();
    const isLate = sleep(drainMaxMs + leaveMaxMs, true, { signal: late.signal }).catch(() => false);
    const ended = Promise.all([this.#running, this.#reader.stop()]).then(() => false);
    if (await Promise.race([ended, isLate])) {
      logger.warn(
        {},
        'consumer stopped without an answer; its leases end by themselves, what was in flight is rolled back',
      );
    }
    late.abort();
    clearTimeout(drain);
    this.#held?.close();
    this.#running = undefined;
    this.#isBalanced = false;
  }

  async #run(held: HeldConnection): Promise<void> {
    const { scopes, instance, leaseMs } = this.#options;
    const options = { scopes, instance, leaseMs, owned: this.#owned, isStopping: () => this.#stopping };
    const consumers = scopes.map(({ consumer }) => consumer);
    let isRegistered = false;
    let balanceAt = 0;
    while (!this.#stopping) {
      try {
        if (!isRegistered) await registerPartitions(held, consumers);
        isRegistered = true;
        await this.#paused.refresh(held);
        if (performance.now() >= balanceAt) balanceAt = performance.now() + (await balance(held, options));
        this.#isBalanced = true;
        this.#leaseTrouble.over();
      } catch (error) {
        balanceAt = performance.now() + this.#leaseTrouble.report(error);
      }
      await this.#alarm.wait(Math.min(balanceAt - performance.now(), pauseLookMs), () => this.#stopping);
    }
    this.#owned.giveAllBack();
    await this.#leaveAlive(held);
    await forgetInstance(held, instance).catch(() => undefined);
  }

  /** Waits until every partition is given back, and says meanwhile that this instance lives, and wants no others. */
  async #leaveAlive(held: HeldConnection): Promise<void> {
    const { instance, leaseMs } = this.#options;
    const beat = (): void => void heartbeat(held, instance, { streams: [], leaseMs }).catch(() => undefined);
    beat();
    const beats = setInterval(beat, leaseMs / 3);
    await this.#owned.left();
    clearInterval(beats);
  }
}

const isOfFirstPartition = ({ lease }: { readonly lease: { readonly partition: number } }): boolean =>
  lease.partition === 0;
