/**
 * Works on one partition while this instance holds its lease.
 *
 * States: repairing (read the position, put feed and group there) → working (handle what is unfinished and due, take what was
 * read, handle it, show the position, again). Whatever says nothing about a message (no connection, deadlock) goes back to
 * repairing; a lost lease ends the worker.
 */
import type { Pool } from 'pg';
import type { ConsumerDefinition } from '../contract/definitions.js';
import { LeaseLostError } from '../errors/errors.js';
import type { PartitionLease } from '../inbox/inbox.js';
import type { Trouble } from '../loop/trouble.js';
import { handleBatch } from './batch.js';
import type { DeliveryScope } from './delivery.js';
import { readPosition } from './leases.js';
import type { PartitionFeed } from './partition-feed.js';
import type { PartitionGroup } from './partition-group.js';
import { handleUnfinished } from './unfinished.js';

export interface PartitionWorkerOptions {
  readonly scope: DeliveryScope;
  readonly lease: PartitionLease;
  readonly feed: PartitionFeed;
  readonly group: PartitionGroup;
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
    await this.#workUntilStopped();
    this.#options.feed.close();
  }

  async #workUntilStopped(): Promise<void> {
    const { trouble, scope, lease } = this.#options;
    while (!this.#stop.signal.aborted) {
      try {
        await this.#repair();
        await this.#work();
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
    const { scope, lease, feed, group } = this.#options;
    const position = await readPosition(scope.pool, lease);
    await group.repair(position);
    feed.restart(position);
    this.#unfinishedDueAt = 0;
  }

  /** Returns when the group has to be repaired, or at the stop. */
  async #work(): Promise<void> {
    const { scope, lease, feed, group, trouble, batchMax, idleMaxMs } = this.#options;
    while (!this.#stop.signal.aborted && !group.isLost) {
      await this.#handleUnfinished();
      const unfinishedInMs = (this.#unfinishedDueAt ?? Number.POSITIVE_INFINITY) - performance.now();
      const waitMs = Math.max(0, Math.min(idleMaxMs, unfinishedInMs));
      const entries = await feed.take(batchMax, waitMs, this.#stop.signal);
      trouble.over({ group: scope.consumer.group });
      const position = entries.at(-1)?.entryId;
      if (position === undefined) {
        await group.caughtUp();
        if (this.#unfinishedDueAt === undefined) this.#lookAgainEvery(idleMaxMs);
        continue;
      }
      const { leavesUnfinished } = await handleBatch(scope, lease, entries);
      if (leavesUnfinished) this.#unfinishedDueAt = 0;
      group.advance(position, entries.length);
    }
  }

  #lookAt = 0;

  /** Nothing is unfinished as far as we know, but a tool may have put a dead letter back. */
  #lookAgainEvery(everyMs: number): void {
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
