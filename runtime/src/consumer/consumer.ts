/**
 * Runs a service's consumers in this process: says that the instance lives, takes its share of the partitions, gives back
 * what exceeds it, and keeps one PartitionWorker for each partition it owns. Several instances share the partitions of a
 * stream evenly, those that do not move go on undisturbed; one that dies loses its leases after `leaseMs`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConsumerBroker } from '../broker/broker.js';
import type { ConsumerDefinition } from '../contract/definitions.js';
import { HeldConnection } from '../database/answer-deadline.js';
import type { PartitionLease } from '../inbox/inbox.js';
import { Alarm } from '../loop/alarm.js';
import type { GiveUp } from '../loop/give-up.js';
import { Trouble } from '../loop/trouble.js';
import type { Logger } from '../telemetry/logger.js';
import { streamKey } from '../streams/stream-keys.js';
import type { DeliveryScope } from './delivery.js';
import {
  claim,
  forgetInstance,
  heartbeat,
  liveInstances,
  ownedLeases,
  registerPartitions,
  release,
  type LiveInstance,
} from './leases.js';
import { Forgetting } from './forgetting.js';
import { PartitionGroup } from './partition-group.js';
import { PartitionWorker } from './partition-worker.js';
import { PausedStreams } from './paused-streams.js';
import { shareOf } from './share.js';
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

export interface ConsumerStatus {
  /** `standby`: other instances have all partitions; `interrupted`: something does not answer, see `trouble`. */
  readonly state: 'stopped' | 'starting' | 'standby' | 'consuming' | 'interrupted';
  /** Partitions that this instance works on, by stream. */
  readonly partitions: Readonly<Record<string, number>>;
  /** Streams on which this service was paused, and since when. */
  readonly paused?: Readonly<Record<string, string>>;
  readonly trouble?: string;
}

/** How soon a pause is noticed. */
const pauseLookMs = 1_000;
/** What a stop takes at most after it has given up; then the leases end by themselves. */
const leaveMaxMs = 2_000;

export class Consumer {
  readonly #options: Required<ConsumerOptions>;
  readonly #workers = new Map<string, PartitionWorker>();
  /** Workers that finish their batch before their partition is given back. */
  readonly #leaving = new Map<string, Promise<void>>();
  readonly #alarm = new Alarm();
  readonly #reader: StreamReader;
  readonly #forgetting: Forgetting;
  readonly #paused = new PausedStreams();
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
    const { logger } = options;
    const { batchMax: entriesMax, leaseMs } = this.#options;
    const [first] = options.scopes;
    this.#held = first && new HeldConnection(first.pool, leaseMs);
    this.#reader = new StreamReader({ broker: options.broker, entriesMax });
    this.#forgetting = new Forgetting({
      mine: () => this.#lookedAfter(),
      broker: options.broker,
      keyOf: ({ consumer }, partition) => this.#key(consumer, { stream: consumer.channel.address, partition }),
      everyMs: this.#options.forgetEveryMs,
    });
    this.#leaseTrouble = new Trouble(
      logger,
      'leases cannot be renewed in PostgreSQL; another instance takes over if this lasts',
      'leases are renewed again',
    );
    this.#partitionTrouble = new Trouble(
      logger,
      'partitions paused: PostgreSQL or Redis does not answer; nothing is lost, it is tried again',
      'partitions are read again',
    );
  }

  get status(): ConsumerStatus {
    const partitions: Record<string, number> = {};
    for (const { consumer } of this.#options.scopes) partitions[consumer.channel.address] = 0;
    for (const { lease } of this.#workers.values()) partitions[lease.stream] = (partitions[lease.stream] ?? 0) + 1;
    const trouble = this.#leaseTrouble.current ?? this.#partitionTrouble.current;
    const paused = Object.fromEntries(
      [...this.#paused.since]
        .filter(([stream]) => stream in partitions)
        .map(([stream, at]) => [stream, at.toISOString()]),
    );
    return {
      state: this.#state(trouble),
      partitions,
      ...(Object.keys(paused).length === 0 ? {} : { paused }),
      ...(trouble === undefined ? {} : { trouble }),
    };
  }

  #state(trouble: string | undefined): ConsumerStatus['state'] {
    if (!this.#running) return 'stopped';
    if (trouble !== undefined) return 'interrupted';
    if (!this.#isBalanced) return 'starting';
    return this.#workers.size > 0 ? 'consuming' : 'standby';
  }

  /** What it consumes, whether it owns partitions of it or not. */
  get streams(): readonly string[] {
    return this.#options.scopes.map(({ consumer }) => consumer.channel.address);
  }

  /** Redis keys of the partitions that this instance works on. */
  ownedKeys(): readonly { consumer: ConsumerDefinition; key: string }[] {
    return [...this.#workers.values()].map(({ lease, consumer }) => ({ consumer, key: this.#key(consumer, lease) }));
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
    for (const worker of this.#workers.values()) void worker.stop();
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
    let isRegistered = false;
    let balanceAt = 0;
    while (!this.#stopping) {
      try {
        if (!isRegistered)
          await registerPartitions(
            held,
            this.#options.scopes.map(({ consumer }) => consumer),
          );
        isRegistered = true;
        await this.#paused.refresh(held);
        if (performance.now() >= balanceAt) balanceAt = performance.now() + (await this.#balance(held));
        this.#isBalanced = true;
        this.#leaseTrouble.over();
      } catch (error) {
        balanceAt = performance.now() + this.#leaseTrouble.report(error);
      }
      await this.#alarm.wait(Math.min(balanceAt - performance.now(), pauseLookMs), () => this.#stopping);
    }
    for (const worker of this.#workers.values()) this.#giveBack(worker);
    await this.#leaveAlive(held);
    await forgetInstance(held, this.#options.instance).catch(() => undefined);
  }

  /**
   * Says that this instance lives, then takes or gives back partitions towards its share.
   * @returns milliseconds until the next time: a third of the lease, or sooner where another instance may be dead by then, or
   *   a partition is missing that somebody gives back
   */
  async #balance(held: HeldConnection): Promise<number> {
    const { scopes, instance, leaseMs } = this.#options;
    const { streams } = this;
    await heartbeat(held, instance, { streams, leaseMs });
    const live = await liveInstances(held, leaseMs);
    const leases = await ownedLeases(held, streams);
    let isMissing = false;
    for (const scope of scopes) {
      const of = leases.filter(({ stream }) => stream === scope.consumer.channel.address);
      if (await this.#balanceStream(held, scope, { live, leases: of })) isMissing = true;
    }
    const others = live.filter((one) => one.instance !== instance).map(({ endsInMs }) => endsInMs + clockMarginMs);
    return Math.max(minPauseMs, Math.min(leaseMs / 3, ...others, ...(isMissing ? [leaseMs / 12] : [])));
  }

  /** @returns whether there is still less here than the share */
  async #balanceStream(
    held: HeldConnection,
    scope: DeliveryScope,
    { live, leases }: { live: readonly LiveInstance[]; leases: readonly PartitionLease[] },
  ): Promise<boolean> {
    const { instance, leaseMs } = this.#options;
    const { address: stream, partitions } = scope.consumer.channel;
    const mine = leases.filter(({ owner }) => owner === instance);
    this.#dropLost(stream, mine);
    for (const lease of mine) this.#work(scope, lease);
    const owned = new Map<string, number>();
    for (const { owner } of leases) owned.set(owner, (owned.get(owner) ?? 0) + 1);
    const instances = live.filter((one) => one.streams?.includes(stream) ?? true).map((one) => one.instance);
    const share = shareOf(instance, { partitions, instances, owned });
    const workers = [...this.#workers.values()].filter(({ lease }) => lease.stream === stream);
    for (const worker of workers.slice(share)) this.#giveBack(worker);
    const limit = share - workers.length;
    if (limit <= 0 || this.#stopping) return false;
    const claimed = await claim(held, instance, { stream, limit, leaseMs });
    for (const lease of claimed) this.#work(scope, lease);
    return claimed.length < limit;
  }

  #work(scope: DeliveryScope, lease: PartitionLease): void {
    const name = workerName(lease);
    if (this.#stopping || this.#workers.has(name) || this.#leaving.has(name)) return;
    const { broker, batchMax, idleMaxMs } = this.#options;
    const { consumer } = scope;
    const key = this.#key(consumer, lease);
    const worker = new PartitionWorker({
      scope,
      lease,
      feed: this.#reader.open(key, lease.stream),
      group: new PartitionGroup(broker, key, consumer.group),
      trouble: this.#partitionTrouble,
      paused: this.#paused,
      batchMax,
      idleMaxMs,
    });
    this.#workers.set(name, worker);
    void worker.ended.then(() => {
      if (this.#workers.get(name) === worker) this.#workers.delete(name);
    });
  }

  /** Another instance took them over while this one was silent. */
  #dropLost(stream: string, mine: readonly PartitionLease[]): void {
    const names = new Set(mine.map(workerName));
    for (const [name, worker] of this.#workers) {
      if (worker.lease.stream === stream && !names.has(name)) this.#giveBack(worker);
    }
  }

  /** Does not wait for the batch in flight: the heartbeat must go on meanwhile. */
  #giveBack(worker: PartitionWorker): void {
    const name = workerName(worker.lease);
    const leave = async (): Promise<void> => {
      await worker.stop();
      try {
        await release(worker.sql, worker.lease);
      } catch (error) {
        this.#options.logger.warn({ err: error }, 'lease not given back; it ends by itself');
      }
      this.#leaving.delete(name);
    };
    this.#workers.delete(name);
    this.#leaving.set(name, leave());
  }

  /** Waits until every partition is given back, and says meanwhile that this instance lives, and wants no others. */
  async #leaveAlive(held: HeldConnection): Promise<void> {
    const { instance, leaseMs } = this.#options;
    const beat = (): void => void heartbeat(held, instance, { streams: [], leaseMs }).catch(() => undefined);
    beat();
    const beats = setInterval(beat, leaseMs / 3);
    await Promise.all(this.#leaving.values());
    clearInterval(beats);
  }

  /** Streams whose first partition is here: what is to be done once for a stream is done here. */
  #lookedAfter(): readonly DeliveryScope[] {
    const first = new Set(
      [...this.#workers.values()].flatMap(({ lease }) => (lease.partition === 0 ? [lease.stream] : [])),
    );
    return this.#options.scopes.filter(({ consumer }) => first.has(consumer.channel.address));
  }

  #key(consumer: ConsumerDefinition, of: Pick<PartitionLease, 'stream' | 'partition'>): string {
    return streamKey({
      prefix: this.#options.keyPrefix,
      address: of.stream,
      partition: of.partition,
      partitions: consumer.channel.partitions,
    });
  }
}

/** Another instance's lease is over this long after it should be: two clocks count it. */
const clockMarginMs = 10;
const minPauseMs = 50;

/** A lease that was lost and taken again has another epoch: another worker. */
const workerName = ({ stream, partition, epoch }: PartitionLease): string => `${stream}.${String(partition)}@${epoch}`;
