/**
 * Runs a service's consumers in this process: says that the instance lives, takes its share of the partitions, gives back
 * what exceeds it, and keeps one PartitionWorker for each partition it owns. Several instances share the partitions of a
 * stream evenly; one that dies loses its leases after `leaseMs`.
 */
import type { ConsumerBroker } from '../broker/broker.js';
import type { ConsumerDefinition } from '../contract/definitions.js';
import type { PartitionLease } from '../inbox/inbox.js';
import { Alarm } from '../loop/alarm.js';
import { Trouble } from '../loop/trouble.js';
import type { Logger } from '../telemetry/logger.js';
import { streamKey } from '../streams/stream-keys.js';
import type { DeliveryScope } from './delivery.js';
import { claim, forgetInstance, heartbeat, ownedLeases, registerPartitions, release } from './leases.js';
import { PartitionGroup } from './partition-group.js';
import { PartitionWorker } from './partition-worker.js';
import { StreamReader } from './stream-reader.js';

export interface ConsumerOptions {
  /** One a stream. */
  readonly scopes: readonly DeliveryScope[];
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
}

export interface ConsumerStatus {
  readonly state: 'stopped' | 'consuming';
  /** Partitions that this instance works on, by stream. */
  readonly partitions: Readonly<Record<string, number>>;
  readonly trouble?: string;
}

export class Consumer {
  readonly #options: Required<ConsumerOptions>;
  readonly #workers = new Map<string, PartitionWorker>();
  /** Workers that finish their batch before their partition is given back. */
  readonly #leaving = new Map<string, Promise<void>>();
  readonly #alarm = new Alarm();
  readonly #reader: StreamReader;
  readonly #leaseTrouble: Trouble;
  readonly #partitionTrouble: Trouble;
  #stopping = false;
  #running: Promise<void> | undefined;

  constructor(options: ConsumerOptions) {
    this.#options = { leaseMs: 6_000, batchMax: 200, idleMaxMs: 5_000, ...options };
    const { logger } = options;
    const { batchMax: entriesMax } = this.#options;
    this.#reader = new StreamReader({ broker: options.broker, entriesMax });
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
    return {
      state: this.#running ? 'consuming' : 'stopped',
      partitions,
      ...(trouble === undefined ? {} : { trouble }),
    };
  }

  /** Redis keys of the partitions that this instance works on. */
  ownedKeys(): readonly { consumer: ConsumerDefinition; key: string }[] {
    return [...this.#workers.values()].map(({ lease, consumer }) => ({ consumer, key: this.#key(consumer, lease) }));
  }

  start(): void {
    if (this.#options.scopes.length === 0) return;
    this.#stopping = false;
    this.#reader.start();
    this.#running ??= this.#run();
  }

  /** Finishes or rolls back what is in flight, gives the leases back, and returns when nothing runs any more. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#alarm.ring();
    await this.#running;
    this.#running = undefined;
    await this.#reader.stop();
  }

  async #run(): Promise<void> {
    let isRegistered = false;
    while (!this.#stopping) {
      let pauseMs = this.#options.leaseMs / 3;
      try {
        if (!isRegistered) await this.#register();
        isRegistered = true;
        await this.#balance();
        this.#leaseTrouble.over();
      } catch (error) {
        pauseMs = this.#leaseTrouble.report(error);
      }
      await this.#alarm.wait(pauseMs, () => this.#stopping);
    }
    for (const worker of this.#workers.values()) this.#giveBack(worker);
    await this.#leaveAlive();
    await this.#forget();
  }

  async #register(): Promise<void> {
    for (const { pool, consumer } of this.#options.scopes) await registerPartitions(pool, [consumer]);
  }

  /** Once a third of the lease: heartbeat, then take or give back partitions towards an even share. */
  async #balance(): Promise<void> {
    const { scopes, instance, leaseMs } = this.#options;
    const [first] = scopes;
    if (!first) return;
    const instances = await heartbeat(first.pool, instance, leaseMs);
    for (const scope of scopes) {
      const { address, partitions } = scope.consumer.channel;
      const share = Math.ceil(partitions / instances);
      const owned = await ownedLeases(scope.pool, instance, address);
      this.#dropLost(address, owned);
      for (const lease of owned) this.#work(scope, lease);
      const workers = [...this.#workers.values()].filter(({ lease }) => lease.stream === address);
      for (const worker of workers.slice(share)) this.#giveBack(worker);
      if (workers.length >= share || this.#stopping) continue;
      const limit = share - workers.length;
      for (const lease of await claim(scope.pool, instance, { stream: address, limit, leaseMs }))
        this.#work(scope, lease);
    }
  }

  #work(scope: DeliveryScope, lease: PartitionLease): void {
    const name = workerName(lease);
    if (this.#workers.has(name) || this.#leaving.has(name)) return;
    const { broker, batchMax, idleMaxMs } = this.#options;
    const { consumer } = scope;
    const key = this.#key(consumer, lease);
    const worker = new PartitionWorker({
      scope,
      lease,
      feed: this.#reader.open(key, lease.stream),
      group: new PartitionGroup(broker, key, consumer.group),
      trouble: this.#partitionTrouble,
      batchMax,
      idleMaxMs,
    });
    this.#workers.set(name, worker);
    void worker.ended.then(() => {
      if (this.#workers.get(name) === worker) this.#workers.delete(name);
    });
  }

  /** Another instance took them over while this one was silent. */
  #dropLost(stream: string, owned: readonly PartitionLease[]): void {
    const names = new Set(owned.map(workerName));
    for (const [name, worker] of this.#workers) {
      if (worker.lease.stream === stream && !names.has(name)) void worker.stop();
    }
  }

  /** Does not wait for the batch in flight: the heartbeat must go on meanwhile. */
  #giveBack(worker: PartitionWorker): void {
    const name = workerName(worker.lease);
    if (this.#leaving.has(name)) return;
    const leave = async (): Promise<void> => {
      await worker.stop();
      try {
        await release(worker.pool, worker.lease);
      } catch (error) {
        this.#options.logger.warn({ err: error }, 'lease not given back; it ends by itself');
      }
      this.#leaving.delete(name);
    };
    this.#leaving.set(name, leave());
  }

  /** Waits until every partition is given back, and says meanwhile that this instance lives. */
  async #leaveAlive(): Promise<void> {
    const { scopes, instance, leaseMs } = this.#options;
    const [first] = scopes;
    const beat = setInterval(() => {
      if (first) heartbeat(first.pool, instance, leaseMs).catch(() => undefined);
    }, leaseMs / 3);
    await Promise.all(this.#leaving.values());
    clearInterval(beat);
  }

  async #forget(): Promise<void> {
    const [first] = this.#options.scopes;
    if (first) await forgetInstance(first.pool, this.#options.instance).catch(() => undefined);
  }

  #key(consumer: ConsumerDefinition, lease: PartitionLease): string {
    return streamKey({
      prefix: this.#options.keyPrefix,
      address: lease.stream,
      partition: lease.partition,
      partitions: consumer.channel.partitions,
    });
  }
}

/** A lease that was lost and taken again has another epoch: another worker. */
const workerName = ({ stream, partition, epoch }: PartitionLease): string => `${stream}.${String(partition)}@${epoch}`;
