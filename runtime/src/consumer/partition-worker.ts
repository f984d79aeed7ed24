/**
 * Works on one partition while this instance holds its lease.
 *
 * States: repairing (read the position, put feed and group there) → working (handle what is unfinished and due, take what was
 * read, handle it, show the position, again). Whatever says nothing about a message (no connection, deadlock) goes back to
 * repairing; a lost lease ends the worker.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { ConsumerDefinition } from '../contract/definitions.js';
import { LeaseLostError } from '../errors/errors.js';
import type { PartitionLease } from '../inbox/inbox.js';
import type { Trouble } from '../loop/trouble.js';
import { handleBatch } from './batch.js';
import type { DeliveryScope } from './delivery.js';
import { readPosition, settle } from './leases.js';
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

/** After a repair an idle partition shows this soon that all is well again. */
const firstWaitMs = 250;

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

  /** Who it is, among the workers that share the trouble. */
  get #source(): string {
    return `${this.#options.lease.stream}.${String(this.#options.lease.partition)}`;
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
    this.#options.trouble.over({}, this.#source);
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
        const fields = { group: scope.consumer.group, stream: lease.stream };
        const pauseMs = trouble.report(error, fields, this.#source);
        await sleep(pauseMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      }
    }
  }

  async #repair(): Promise<void> {
    const { scope, lease, feed, group } = this.#options;
    await settle(scope.pool, lease);
    const position = await readPosition(scope.pool, lease);
    await group.repair(position);
    feed.restart(position);
    this.#unfinishedDueAt = 0;
  }

  /** Returns when the group has to be repaired, or at the stop. */
  async #work(): Promise<void> {
    const { scope, lease, feed, group, trouble, batchMax, idleMaxMs } = this.#options;
    let isProven = false;
    while (!this.#stop.signal.aborted && !group.isLost) {
      await this.#handleUnfinished();
      const unfinishedInMs = (this.#unfinishedDueAt ?? Number.POSITIVE_INFINITY) - performance.now();
      const waitMs = Math.max(0, Math.min(isProven ? idleMaxMs : firstWaitMs, unfinishedInMs));
      const entries = await feed.take(batchMax, waitMs, this.#stop.signal);
      const position = entries.at(-1)?.entryId;
      if (position === undefined) {
        isProven = true;
        trouble.over({ group: scope.consumer.group }, this.#source);
        await group.caughtUp();
        if (this.#unfinishedDueAt === undefined) this.#lookAgainEvery(idleMaxMs);
        continue;
      }
      const { leavesUnfinished } = await handleBatch(scope, lease, entries);
      isProven = true;
      trouble.over({ group: scope.consumer.group }, this.#source);
      if (leavesUnfinished) this.#unfinishedDueAt = 0;
      group.advance(position, entries.length);
      await scope.atPoint('after-show');
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
}
