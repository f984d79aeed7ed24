/**
 * Works on one partition while this instance holds its lease.
 *
 * States: repairing (read the position, put feed and group there) → working (handle what is unfinished and due, take what was
 * read, handle it, show the position, again) ⇄ paused (somebody paused the stream; then repairing, for the position may have
 * been moved) → left (the group shows the position; nothing is in flight). Whatever says nothing about a message (no
 * connection, deadlock) goes back to repairing; a lost lease ends the worker.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConsumerDefinition } from '../contract/definitions.js';
import { withDeadline } from '../database/answer-deadline.js';
import type { Sql } from '../database/sql.js';
import { LeaseLostError } from '../errors/errors.js';
import type { PartitionLease } from '../inbox/inbox.js';
import { GaveUp } from '../loop/give-up.js';
import { ENTRY_ID_ZERO } from '../streams/entry-id.js';
import type { Trouble } from '../loop/trouble.js';
import { handleBatch, limitMs, StreamGap } from './batch.js';
import type { DeliveryScope } from './delivery.js';
import { readPosition, settle } from './leases.js';
import type { PartitionFeed } from './partition-feed.js';
import type { PartitionGroup } from './partition-group.js';
import type { PausedStreams } from './paused-streams.js';
import { handleUnfinished } from './unfinished.js';

export interface PartitionWorkerOptions {
  readonly scope: DeliveryScope;
  readonly lease: PartitionLease;
  readonly feed: PartitionFeed;
  readonly group: PartitionGroup;
  readonly trouble: Trouble;
  readonly paused: PausedStreams;
  /** Entries read, and handled in one transaction, at a time. */
  readonly batchMax: number;
  /**
   * Longest time that a partition, busy or idle, does not look again: at messages that a tool has put back, at the position that
   * a tool may have moved, and at the group, which somebody may have read through, moved or destroyed.
   */
  readonly idleMaxMs: number;
}

/** How soon an idle partition sees that its stream is paused. */
const pauseLookMs = 1_000;
/** After a repair an idle partition shows this soon that all is well again. */
const firstWaitMs = 250;
/** How often a partition that lacks entries looks whether they are there. */
const askEveryMs = 100;

export class PartitionWorker {
  readonly #options: PartitionWorkerOptions;
  readonly #stop = new AbortController();
  /** Of the clock of `performance.now()`; 0: look at once; undefined: nothing is unfinished. */
  #unfinishedDueAt: number | undefined = 0;
  /**
   * The position that PostgreSQL holds, and where the group stands for it: further on where entries after the position are gone
   * for good. As far as this worker knows; undefined before it was read, and after a failure.
   */
  #place: { readonly position: string; readonly shown: string } | undefined;
  #lacksEntries = false;
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
  get sql(): Sql {
    return this.#options.scope.sql;
  }

  /** Entries after the position are not in the stream: nothing is handled until the relay has appended them again. */
  get lacksEntries(): boolean {
    return this.#lacksEntries;
  }

  /** Who it is, among the workers that share the trouble. */
  get #source(): string {
    return `${this.#options.lease.stream}.${String(this.#options.lease.partition)}`;
  }

  /** Resolves when the worker has ended, by `stop` or because the lease was lost. */
  get ended(): Promise<void> {
    return this.#running;
  }

  /** Finishes the batch under way, or the message at hand where they are handled one by one, and begins nothing new. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      await this.#workUntilStopped();
      await this.#showWhereItEnds();
    } finally {
      this.#options.feed.close();
      this.#options.trouble.over({}, this.#source);
    }
  }

  async #workUntilStopped(): Promise<void> {
    const { trouble, scope, lease } = this.#options;
    while (!this.#stop.signal.aborted) {
      try {
        await this.#repair();
        await this.#work();
      } catch (error) {
        this.#place = undefined;
        if (error instanceof LeaseLostError) {
          scope.logger.info(
            { stream: lease.stream, partition: lease.partition },
            'partition taken over by another instance',
          );
          return;
        }
        if (error instanceof GaveUp) return;
        if (error instanceof StreamGap) continue; // the repair waits for what is missing
        const fields = { group: scope.consumer.group, stream: lease.stream };
        const pauseMs = trouble.report(error, fields, this.#source);
        await sleep(pauseMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      }
    }
  }

  async #repair(): Promise<void> {
    const { scope, lease, feed, group } = this.#options;
    // The limits of the transaction that it waits for end it.
    await settle(withDeadline(scope.pool, limitMs(scope) + scope.answerMaxMs), lease);
    const position = await readPosition(scope.sql, lease);
    await group.repair(position);
    const beginning = await this.#beginning(position);
    if (beginning === undefined) return;
    feed.restart(beginning);
    this.#place = { position, shown: beginning };
    this.#unfinishedDueAt = 0;
  }

  /** Waits for entries that the broker has lost; what follows them must not be handled before. @returns undefined at the stop */
  async #beginning(position: string): Promise<string | undefined> {
    const { scope, lease, group } = this.#options;
    const fields = { group: scope.consumer.group, stream: lease.stream, partition: lease.partition, position };
    for (let times = 0; !this.#stop.signal.aborted; times++) {
      const beginning = await group.beginning(position);
      this.#lacksEntries = beginning === undefined && times > 0;
      if (beginning !== undefined) {
        if (beginning !== position) this.#sayLost({ ...fields, beginning });
        return beginning;
      }
      if (times === 1)
        scope.logger.warn(fields, 'entries after the position are not in the stream; waiting for the relay');
      await sleep(askEveryMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
    return undefined;
  }

  #sayLost(fields: { readonly position: string; readonly beginning: string }): void {
    const { logger } = this.#options.scope;
    if (fields.position === ENTRY_ID_ZERO) logger.info(fields, 'new group begins at the oldest entry that is kept');
    else
      logger.error(
        fields,
        'entries after the position are older than x-retention and gone for good; going on after them',
      );
  }

  /** Returns when the position has to be read again, or at the stop. */
  async #work(): Promise<void> {
    const { scope, lease, feed, group, paused, batchMax, idleMaxMs } = this.#options;
    let isProven = false;
    let lookAt = performance.now() + idleMaxMs;
    while (!this.#stop.signal.aborted && !group.isLost) {
      if (paused.isPaused(lease.stream)) {
        this.#troubleIsOver();
        await paused.untilResumed(lease.stream, this.#stop.signal);
        return;
      }
      if (performance.now() >= lookAt) {
        if (!(await this.#isInOrder())) return;
        this.#unfinishedDueAt = 0;
        lookAt = performance.now() + idleMaxMs;
      }
      await this.#handleUnfinished();
      const unfinishedInMs = (this.#unfinishedDueAt ?? Number.POSITIVE_INFINITY) - performance.now();
      const waitMs = Math.max(0, Math.min(isProven ? pauseLookMs : firstWaitMs, idleMaxMs, unfinishedInMs));
      const fed = await feed.take(batchMax, waitMs, this.#stop.signal);
      const position = fed.entries.at(-1)?.entryId;
      if (position === undefined) {
        isProven = true;
        this.#troubleIsOver();
        await group.caughtUp();
        continue;
      }
      if (this.#isHalted()) continue; // they are read again
      const { hasFailures, isWhole } = await handleBatch(scope, lease, fed, {
        isOver: this.#isHalted,
        onCommitted: this.#troubleIsOver,
      });
      if (!isWhole) return;
      isProven = true;
      this.#troubleIsOver();
      if (hasFailures) this.#unfinishedDueAt = 0;
      this.#place = { position, shown: position };
      group.advance(position, fed.entries.length);
      await scope.atPoint('after-show');
    }
  }

  readonly #troubleIsOver = (): void => {
    const { scope, trouble } = this.#options;
    trouble.over({ group: scope.consumer.group }, this.#source);
  };

  /** Nothing new may begin: this worker stops, or its stream is paused. */
  readonly #isHalted = (): boolean =>
    this.#stop.signal.aborted || this.#options.paused.isPaused(this.#options.lease.stream);

  /** Is everything where this worker left it? */
  async #isInOrder(): Promise<boolean> {
    const { scope, lease, group } = this.#options;
    const place = this.#place;
    return place?.position === (await readPosition(scope.sql, lease)) && (await group.shows(place.shown));
  }

  async #handleUnfinished(): Promise<void> {
    if (this.#unfinishedDueAt === undefined || performance.now() < this.#unfinishedDueAt) return;
    const dueInMs = await handleUnfinished(this.#options.scope, this.#options.lease, this.#isHalted);
    this.#unfinishedDueAt = dueInMs === undefined ? undefined : performance.now() + dueInMs;
  }

  /** After a clean stop nothing is pending: the group stands at the position, before the lease is given back. */
  async #showWhereItEnds(): Promise<void> {
    const { scope, lease, group } = this.#options;
    const place = this.#place;
    if (!place) return; // nobody answers, or it is somebody else's
    try {
      const position = await readPosition(scope.sql, lease);
      const shown = position === place.position ? place.shown : position;
      if (!(await group.shows(shown))) await group.repair(shown);
    } catch (error) {
      scope.logger.debug({ err: error, stream: lease.stream }, 'group not shown at the stop; the next owner does it');
    }
  }
}
