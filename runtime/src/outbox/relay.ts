/**
 * The relay moves committed outbox rows to streams: it opens windows and appends their entries by compare-and-append.
 *
 * States: standby (another instance holds the lease) → recovering (compare every stream's head with what was assigned,
 * append what is missing) → relaying (open a window, append it, again; maintain floors and groups now and then). Any mismatch
 * goes back to recovering; any error of PostgreSQL or the broker, and a lost lease, back to standby. Nothing is marked, so there
 * is nothing else to recover: a crash at any instruction is repaired by the same comparison.
 */
import type { Pool, PoolClient } from 'pg';
import type { RelayBroker } from '../broker/broker.js';
import type { ServiceDefinition } from '../contract/definitions.js';
import { answerMaxMsDefault, connectedWithin, SilenceWatch } from '../database/answer-deadline.js';
import { LeaseLostError } from '../errors/errors.js';
import { Alarm } from '../loop/alarm.js';
import { nowhere, type AtPoint } from '../loop/fault-point.js';
import { Trouble } from '../loop/trouble.js';
import { compareEntryIds } from '../streams/entry-id.js';
import type { Logger } from '../telemetry/logger.js';
import { leaseChanges } from '../telemetry/metrics.js';
import { appendWindow } from './append-window.js';
import { currentEra, requireSameCluster } from './era.js';
import { Maintenance, type ShownStreams } from './maintenance.js';
import { StreamMismatch } from './partition-tail.js';
import { PartitionTails } from './partition-tails.js';
import { recover } from './recovery.js';
import { acquireLease, releaseLease, renewLease, type Lease } from './relay-lease.js';
import { openWindow, type OpenedWindow, type Window } from './window.js';

export interface RelayOptions {
  readonly service: ServiceDefinition;
  /** One connection of it is held while this relay leads. */
  readonly pool: Pool;
  readonly broker: RelayBroker;
  readonly keyPrefix: string;
  /** Identity of this process, a UUID. */
  readonly instance: string;
  readonly logger: Logger;
  /** Longest time between looks while events come. @default 4 ms */
  readonly pollBusyMs?: number;
  /** Longest time between looks. @default 250 ms */
  readonly pollIdleMs?: number;
  /** How often streams are compared with what was appended, floors raised, and old entries and rows deleted. @default 1 000 ms */
  readonly maintenanceMs?: number;
  /** Share of the broker's memory limit above which trimming does not wait for `x-retention`. @default 0.8 */
  readonly memoryHighWater?: number;
  /** @default 5 000 ms */
  readonly leaseMs?: number;
  /** Rows read at a time. @default 4 000 */
  readonly chunkRows?: number;
  /** How long PostgreSQL may not answer before the connection is given up; doubled each time. @default 15 000 ms */
  readonly answerMaxMs?: number;
  /** For fault tests. */
  readonly atPoint?: AtPoint;
}

export class Relay {
  readonly #options: Required<RelayOptions>;
  readonly #tails: PartitionTails;
  readonly #maintenance: Maintenance;
  readonly #silence: SilenceWatch;
  /** Rings when events may have come, and at the stop. */
  readonly #alarm = new Alarm();
  /** Rings at the stop alone: a publisher must not cut the pause after an error short. */
  readonly #stopAlarm = new Alarm();
  #last: Window = { no: 0, era: 0, ms: 0, from: '', to: '' };
  #lease: Lease | undefined;
  #renewAt = 0;
  #stopping = false;
  #busyUntil = 0;
  #pauseMs: number;
  #running: Promise<void> | undefined;
  #state: 'stopped' | 'standby' | 'recovering' | 'relaying' = 'stopped';
  readonly #trouble: Trouble;

  constructor(options: RelayOptions) {
    this.#options = {
      pollBusyMs: 2,
      pollIdleMs: 250,
      maintenanceMs: 1_000,
      memoryHighWater: 0.8,
      leaseMs: 5_000,
      chunkRows: 4_000,
      answerMaxMs: answerMaxMsDefault,
      atPoint: nowhere,
      ...options,
    };
    this.#pauseMs = this.#options.pollBusyMs;
    this.#trouble = new Trouble(
      options.logger,
      'relay stopped; events wait in the outbox and it tries again',
      'relay goes on',
    );
    const { broker, keyPrefix, service, logger } = options;
    const { atPoint, memoryHighWater } = this.#options;
    this.#silence = new SilenceWatch(this.#options.answerMaxMs);
    this.#tails = new PartitionTails(broker, keyPrefix, service);
    this.#maintenance = new Maintenance({ tails: this.#tails, broker, logger, atPoint, memoryHighWater });
  }

  /** What health shows: `trouble` is the last error while it lasts. */
  get status(): { state: string; trouble?: string } {
    const trouble = this.#trouble.current;
    return { state: this.#state, ...(trouble === undefined ? {} : { trouble }) };
  }

  start(): void {
    this.#stopping = false;
    this.#running ??= this.#run();
  }

  /** Appends what is committed by now if it can, gives the lease back, and returns when nothing runs any more. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#alarm.ring();
    this.#stopAlarm.ring();
    await this.#running;
    this.#running = undefined;
    this.#state = 'stopped';
  }

  /** Says that somebody is about to commit events: look often for a while. */
  nudge(): void {
    this.#busyUntil = performance.now() + 100;
    if (this.#pauseMs > this.#options.pollBusyMs) this.#alarm.ring();
  }

  /** Says that a transaction was committed: if somebody nudged a moment ago, its events may be there now. */
  committed(): void {
    if (performance.now() < this.#busyUntil) this.#alarm.ring();
  }

  async #run(): Promise<void> {
    const { service, leaseMs } = this.#options;
    while (!this.#stopping) {
      let pauseMs = leaseMs / 5;
      try {
        this.#state = 'standby';
        await this.#lead();
      } catch (error) {
        if (!(error instanceof LeaseLostError)) pauseMs = this.#trouble.report(error, { group: service.name });
      }
      await this.#stopAlarm.wait(pauseMs, () => this.#stopping);
    }
  }

  async #lead(): Promise<void> {
    const { pool, instance, leaseMs, answerMaxMs } = this.#options;
    const client = await connectedWithin(answerMaxMs, pool.connect(), (late) => late.release());
    client.on('error', ignoreConnectionError); // the next query reports it
    this.#silence.begin(client);
    try {
      await client.query(
        `set synchronous_commit = on; set enable_seqscan = off; set plan_cache_mode = force_generic_plan`,
      );
      for (;;) {
        this.#lease = await acquireLease(client, instance, leaseMs);
        if (this.#lease) {
          leaseChanges.add(1, { lease: 'relay', change: 'taken' });
          break;
        }
        if (this.#stopping) return;
        this.#silence.heard();
        this.#trouble.over({ group: this.#options.service.name });
        await this.#stopAlarm.wait(leaseMs / 5, () => this.#stopping);
      }
      this.#renewAt = performance.now() + leaseMs / 3;
      await requireSameCluster(client);
      try {
        await this.#recover(client);
        this.#trouble.over({ group: this.#options.service.name });
        await this.#relay(client);
      } catch (error) {
        if (error instanceof LeaseLostError) leaseChanges.add(1, { lease: 'relay', change: 'lost' });
        else await this.#makeRoom(client);
        throw error;
      }
      await releaseLease(client, this.#lease);
      leaseChanges.add(1, { lease: 'relay', change: 'given-back' });
    } finally {
      this.#silence.end();
      // Destroyed, for its settings are not for others. The listener stays: an error may still come while it closes.
      client.release(true);
    }
  }

  async #relay(client: PoolClient): Promise<void> {
    const { pollBusyMs, pollIdleMs, maintenanceMs } = this.#options;
    let maintainAt = performance.now();
    this.#state = 'relaying';
    for (;;) {
      const last = this.#stopping; // one more look after the stop was asked for
      await this.#renewIfDue(client);
      this.#alarm.clear(); // whatever was committed before this is in the window
      const appended = await this.#nextWindow(client);
      if (performance.now() > maintainAt) {
        await this.#maintain(client);
        maintainAt = performance.now() + maintenanceMs;
        this.#trouble.over({ group: this.#options.service.name });
      }
      if (last) return;
      if (appended >= this.#options.chunkRows) continue;
      const isBusy = appended > 0 || performance.now() < this.#busyUntil;
      this.#pauseMs = isBusy ? pollBusyMs : Math.min(this.#pauseMs * 1.5, pollIdleMs);
      await this.#alarm.wait(this.#pauseMs, () => this.#stopping);
    }
  }

  /** @returns how many rows were appended */
  async #nextWindow(client: PoolClient): Promise<number> {
    await this.#options.atPoint('before-window');
    const opened = await this.#open(client);
    if (!opened) return 0;
    this.#last = opened.window;
    for (const { stream, partition, assignedId } of opened.assigned) {
      this.#tails.get(stream, partition).assignedId = assignedId;
    }
    await this.#options.atPoint('after-window');
    try {
      const { chunkRows } = this.#options;
      await appendWindow(client, this.#tails, {
        ...opened,
        chunkRows,
        afterChunk: async () => this.#afterChunk(client),
      });
    } catch (error) {
      if (!(error instanceof StreamMismatch)) throw error;
      await this.#recoverFrom(client, opened);
    }
    await this.#options.atPoint('after-append');
    return opened.rowsCount;
  }

  /**
   * Another program may have written to a stream since the window was opened: what was to go there under lower ids cannot any more.
   * The next window holds all of this one's rows again, above. Where they are already an inbox knows them by their event ids.
   */
  async #recoverFrom(client: PoolClient, { window, assigned }: OpenedWindow): Promise<void> {
    const missing = assigned
      .map(({ stream, partition }) => this.#tails.get(stream, partition))
      .filter((tail) => compareEntryIds(tail.head, tail.assignedId) < 0);
    await this.#recover(client);
    const isOvertaken = missing.some((tail) => compareEntryIds(tail.head, tail.assignedId) > 0);
    if (isOvertaken) this.#last = { ...this.#last, to: window.from };
  }

  async #open(client: PoolClient): ReturnType<typeof openWindow> {
    try {
      return await openWindow(client, this.#last, this.#options.chunkRows);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === '23505') {
        throw new LeaseLostError(`the relay of ${this.#options.service.name}`);
      }
      throw error;
    }
  }

  async #recover(client: PoolClient): Promise<void> {
    this.#state = 'recovering';
    const { chunkRows, logger } = this.#options;
    const era = await currentEra(client);
    const afterChunk = async (): Promise<void> => this.#afterChunk(client);
    this.#last = await recover(client, { tails: this.#tails, era, chunkRows, logger, afterChunk });
    this.#state = 'relaying';
  }

  async #maintain(client: PoolClient): Promise<void> {
    const shown = await this.#show();
    if (!shown) {
      await this.#recover(client);
      return;
    }
    const lacking = await this.#maintenance.run(client, shown);
    if (lacking.length === 0) return;
    this.#options.logger.warn(
      { streams: lacking.map(({ key }) => key) },
      'streams lack entries that somebody needs; they are built again from the outbox',
    );
    for (const { key } of lacking) await this.#options.broker.remove(key);
    await this.#recover(client);
  }

  /** @returns undefined if a stream does not end where we left it */
  async #show(): Promise<ShownStreams | undefined> {
    const groups = await this.#tails.groups();
    // Read after the groups: if the heads are ours, the groups are those of streams that are whole.
    const streams = await this.#tails.streams();
    return this.#tails.all.every(({ head }, index) => head === streams[index]?.lastId)
      ? { groups, streams }
      : undefined;
  }

  /** A broker that is out of memory takes no entry, so no round of the loop comes to its maintenance; trimming is what it needs. */
  async #makeRoom(client: PoolClient): Promise<void> {
    try {
      const shown = await this.#show();
      if (shown) await this.#maintenance.run(client, shown);
    } catch {
      // Whatever it is, it is tried again after the error that is being reported.
    }
  }

  async #afterChunk(client: PoolClient): Promise<void> {
    await this.#options.atPoint('between-chunks');
    await this.#renewIfDue(client);
  }

  async #renewIfDue(client: PoolClient): Promise<void> {
    this.#silence.heard();
    if (!this.#lease || performance.now() < this.#renewAt) return;
    if (!(await renewLease(client, this.#lease, this.#options.leaseMs))) {
      throw new LeaseLostError(`the relay of ${this.#options.service.name}`);
    }
    this.#renewAt = performance.now() + this.#options.leaseMs / 3;
  }
}

const ignoreConnectionError = (): void => undefined;
