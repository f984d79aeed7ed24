/**
 * Works on one partition while this instance holds its lease.
 *
 * States: repairing (read the position, put the group there) → reading (handle what is unfinished and due, read, handle,
 * acknowledge, again) → idle (wait for an entry or for the next attempt) → reading. Whatever says nothing about a message
 * (no connection, deadlock, a group that is not at the position) goes back to repairing; a lost lease ends the worker.
 */
import type { Pool } from 'pg';
import type { ConsumerDefinition } from '../contract/definitions.js';
import { compareEntryIds } from '../streams/entry-id.js';
import { LeaseLostError } from '../errors/errors.js';
import type { PartitionLease } from '../inbox/inbox.js';
import type { Trouble } from '../loop/trouble.js';
import { handleBatch } from './batch.js';
import type { DeliveryScope } from './delivery.js';
import type { IdleWatch } from './idle-watch.js';
import { readPosition } from './leases.js';
import type { PartitionReader } from './partition-reader.js';
import { handleUnfinished } from './unfinished.js';

export interface PartitionWorkerOptions {
  readonly scope: DeliveryScope;
  readonly lease: PartitionLease;
  readonly reader: PartitionReader;
  readonly idleWatch: IdleWatch;
  readonly trouble: Trouble;
  /** Entries read, and handled in one transaction, at a time. */
  readonly batchMax: number;
  /** Longest wait without looking again, also for messages that a tool has put back. */
  readonly idleMaxMs: number;
}

export class PartitionWorker {
  readonly #options: PartitionWorkerOptions;
  readonly #stop = new AbortController();
  /** Of the clock of `performance.now()`; 0: look at once; undefined: nothing is unfinished. */
  #unfinishedDueAt: number | undefined = 0;
  #position = '0-0';
  readonly #running: Promise<void>;

  constructor(options: PartitionWorkerOptions) {
    this.#options = options;
    this.#running = this.#run();
  }

  get lease(): PartitionLease {
    return this.#options.lease;
  }

  get consumer(): ConsumerDefinition {
    return this.#options.scope.consumer;
  }

  /** Where the lease row is. */
  get pool(): Pool {
    return this.#options.scope.pool;
  }

  /** Resolves when the worker has ended, by `stop` or because the lease was lost. */
  get ended(): Promise<void> {
    return this.#running;
  }

  /** Finishes or rolls back what is under way, and begins nothing new. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { trouble, scope, lease } = this.#options;
    while (!this.#stop.signal.aborted) {
      try {
        await this.#repair();
        await this.#read();
      } catch (error) {
        if (error instanceof LeaseLostError) {
          scope.logger.info(
            { stream: lease.stream, partition: lease.partition },
            'partition taken over by another instance',
          );
          return;
        }
        await this.#pause(trouble.report(error, { group: scope.consumer.group, stream: lease.stream }));
      }
    }
  }

  async #repair(): Promise<void> {
    const { scope, lease, reader } = this.#options;
    this.#position = await readPosition(scope.pool, lease);
    await reader.repair(this.#position);
    this.#unfinishedDueAt = 0;
  }

  /** Returns when the group has to be repaired, or at the stop. */
  async #read(): Promise<void> {
    const { scope, lease, reader, idleWatch, trouble, batchMax, idleMaxMs } = this.#options;
    while (!this.#stop.signal.aborted) {
      await this.#handleUnfinished();
      const entries = await reader.read(this.#position, batchMax);
      if (!entries || reader.hasLostAcknowledgement) return;
      trouble.over({ group: scope.consumer.group, stream: lease.stream });
      const last = entries.at(-1)?.entryId;
      if (last === undefined) {
        const unfinishedInMs = (this.#unfinishedDueAt ?? Number.POSITIVE_INFINITY) - performance.now();
        await idleWatch.wait(
          reader.key,
          this.#position,
          Math.max(0, Math.min(idleMaxMs, unfinishedInMs)),
          this.#stop.signal,
        );
        if (this.#unfinishedDueAt === undefined) this.#lookAgainBy(idleMaxMs);
        continue;
      }
      const { leavesUnfinished } = await handleBatch(scope, lease, entries);
      if (compareEntryIds(last, this.#position) > 0) this.#position = last;
      if (leavesUnfinished) this.#unfinishedDueAt = 0;
      reader.acknowledge(entries);
    }
  }

  #lookAt = 0;

  /** Nothing is unfinished as far as we know, but a tool may have put a dead letter back. */
  #lookAgainBy(everyMs: number): void {
    if (performance.now() < this.#lookAt) return;
    this.#lookAt = performance.now() + everyMs;
    this.#unfinishedDueAt = 0;
  }

  async #handleUnfinished(): Promise<void> {
    if (this.#unfinishedDueAt === undefined || performance.now() < this.#unfinishedDueAt) return;
    const dueInMs = await handleUnfinished(this.#options.scope, this.#options.lease, this.#stop.signal);
    this.#unfinishedDueAt = dueInMs === undefined ? undefined : performance.now() + dueInMs;
  }

  async #pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#stop.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
