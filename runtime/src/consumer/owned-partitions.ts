/** The partitions that this instance has leases of: one PartitionWorker each, until it is given back or lost. */
import type { ConsumerBroker } from '../broker/broker.js';
import type { ConsumerDefinition } from '../contract/definitions.js';
import type { PartitionLease } from '../inbox/inbox.js';
import type { Trouble } from '../loop/trouble.js';
import { streamKey } from '../streams/stream-keys.js';
import type { Logger } from '../telemetry/logger.js';
import { leaseChanges } from '../telemetry/metrics.js';
import type { DeliveryScope } from './delivery.js';
import { release } from './leases.js';
import { PartitionGroup } from './partition-group.js';
import { PartitionWorker } from './partition-worker.js';
import type { PausedStreams } from './paused-streams.js';
import type { StreamReader } from './stream-reader.js';

export interface OwnedPartitionsOptions {
  readonly broker: ConsumerBroker;
  readonly reader: StreamReader;
  readonly keyPrefix: string;
  readonly paused: PausedStreams;
  /** Shared by all of them. */
  readonly trouble: Trouble;
  readonly logger: Logger;
  readonly batchMax: number;
  readonly idleMaxMs: number;
}

export class OwnedPartitions {
  readonly #options: OwnedPartitionsOptions;
  readonly #workers = new Map<string, PartitionWorker>();
  /** Workers that finish their batch before their partition is given back. */
  readonly #leaving = new Map<string, Promise<void>>();

  constructor(options: OwnedPartitionsOptions) {
    this.#options = options;
  }

  /** Those that are not being given back. */
  get workers(): readonly PartitionWorker[] {
    return [...this.#workers.values()];
  }

  ofStream(stream: string): readonly PartitionWorker[] {
    return this.workers.filter(({ lease }) => lease.stream === stream);
  }

  /** Works on the partition; nothing happens if somebody does already. */
  work(scope: DeliveryScope, lease: PartitionLease): void {
    const name = workerName(lease);
    if (this.#workers.has(name) || this.#leaving.has(name)) return;
    const { broker, reader, paused, trouble, batchMax, idleMaxMs } = this.#options;
    const key = this.keyOf(scope.consumer, lease);
    const worker = new PartitionWorker({
      scope,
      lease,
      feed: reader.open(key, lease.stream),
      group: new PartitionGroup(broker, key, scope.consumer.group),
      trouble,
      paused,
      batchMax,
      idleMaxMs,
    });
    this.#workers.set(name, worker);
    countChange(lease.stream, 'taken');
    void worker.ended.then(() => {
      if (this.#workers.get(name) !== worker) return; // it is given back
      this.#workers.delete(name);
      countChange(lease.stream, 'lost');
    });
  }

  /** Gives back what is not among `mine`: another instance took it over while this one was silent. */
  dropLost(stream: string, mine: readonly PartitionLease[]): void {
    const names = new Set(mine.map(workerName));
    for (const worker of this.ofStream(stream)) if (!names.has(workerName(worker.lease))) this.giveBack(worker);
  }

  /** Does not wait for the batch in flight: the heartbeat must go on meanwhile. */
  giveBack(worker: PartitionWorker): void {
    const name = workerName(worker.lease);
    const leave = async (): Promise<void> => {
      await worker.stop();
      try {
        await release(worker.sql, worker.lease);
        countChange(worker.lease.stream, 'given-back');
      } catch (error) {
        this.#options.logger.warn({ err: error }, 'lease not given back; it ends by itself');
      }
      this.#leaving.delete(name);
    };
    this.#workers.delete(name);
    this.#leaving.set(name, leave());
  }

  giveAllBack(): void {
    for (const worker of this.workers) this.giveBack(worker);
  }

  /** Resolves when every partition that was to be given back is. */
  async left(): Promise<void> {
    await Promise.all(this.#leaving.values());
  }

  keyOf({ channel }: ConsumerDefinition, { partition }: Pick<PartitionLease, 'partition'>): string {
    const { address, partitions } = channel;
    return streamKey({ prefix: this.#options.keyPrefix, address, partition, partitions });
  }
}

const countChange = (stream: string, change: 'taken' | 'lost' | 'given-back'): void =>
  leaseChanges.add(1, { lease: 'partition', change, 'messaging.destination.name': stream });

/** A lease that was lost and taken again has another epoch: another worker. */
const workerName = ({ stream, partition, epoch }: PartitionLease): string => `${stream}.${String(partition)}@${epoch}`;
