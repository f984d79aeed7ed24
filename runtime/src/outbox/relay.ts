/**
 * The relay moves committed outbox rows to streams: it opens windows and appends their entries by compare-and-append.
 *
 * States: standby (another instance holds the lease) → recovering (compare every stream's head with what was assigned,
 * append what is missing) → relaying (open a window, append it, again). Any mismatch goes back to recovering; any error of
 * PostgreSQL or Redis, and a lost lease, back to standby. Nothing is marked, so there is nothing else to recover: a crash at
 * any instruction is repaired by the same comparison.
 */
import type { Pool, PoolClient } from 'pg';
import type { RelayBroker } from '../broker/broker.js';
import type { ServiceDefinition } from '../contract/definitions.js';
import { LeaseLostError } from '../errors/errors.js';
import { compareEntryIds, ENTRY_ID_ZERO } from '../streams/entry-id.js';
import { streamKey } from '../streams/stream-keys.js';
import { Alarm } from '../loop/alarm.js';
import { nowhere, type AtPoint } from '../loop/fault-point.js';
import { Trouble } from '../loop/trouble.js';
import type { Logger } from '../telemetry/logger.js';
import { relayRecoveries } from '../telemetry/metrics.js';
import { writtenStreams } from './channels.js';
import { PartitionTail, StreamMismatch } from './partition-tail.js';
import { acquireLease, releaseLease, renewLease, type Lease } from './relay-lease.js';
import { toEntry } from './to-entry.js';
import { lastWindow, openWindow, readRows, windowBounds, windowsFrom, type OutboxRow, type Window } from './window.js';

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
  /** How often the streams' heads are compared with what was appended. @default 1 000 ms */
  readonly headCheckMs?: number;
  /** @default 5 000 ms */
  readonly leaseMs?: number;
  /** Rows read at a time. @default 4 000 */
  readonly chunkRows?: number;
  /** For fault tests. */
  readonly atPoint?: AtPoint;
}

export class Relay {
  readonly #options: Required<RelayOptions>;
  readonly #tails = new Map<string, PartitionTail>();
  /** Rings when events may have come, and at the stop. */
  readonly #alarm = new Alarm();
  /** Rings at the stop alone: a publisher must not cut the pause after an error short. */
  readonly #stopAlarm = new Alarm();
  #last: Window = { no: 0, ms: 0, from: '', to: '' };
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
      headCheckMs: 1_000,
      leaseMs: 5_000,
      chunkRows: 4_000,
      atPoint: nowhere,
      ...options,
    };
    this.#pauseMs = this.#options.pollBusyMs;
    this.#trouble = new Trouble(
      options.logger,
      'relay stopped; events wait in the outbox and it tries again',
      'relay goes on',
    );
    for (const stream of writtenStreams(options.service)) {
      for (let partition = 0; partition < stream.partitions; partition++) {
        const key = streamKey({
          prefix: options.keyPrefix,
          address: stream.address,
          partition,
          partitions: stream.partitions,
        });
        this.#tails.set(
          `${stream.address}.${String(partition)}`,
          new PartitionTail(options.broker, key, stream.groups),
        );
      }
    }
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
    const { pool, instance, leaseMs } = this.#options;
    const client = await pool.connect();
    client.on('error', ignoreConnectionError); // the next query reports it
    try {
      await client.query(
        `set synchronous_commit = on; set enable_seqscan = off; set plan_cache_mode = force_generic_plan`,
      );
      for (;;) {
        this.#lease = await acquireLease(client, instance, leaseMs);
        if (this.#lease) break;
        if (this.#stopping) return;
        this.#trouble.over({ group: this.#options.service.name });
        await this.#stopAlarm.wait(leaseMs / 5, () => this.#stopping);
      }
      this.#renewAt = performance.now() + leaseMs / 3;
      await this.#recover(client);
      this.#trouble.over({ group: this.#options.service.name });
      await this.#relay(client);
      await releaseLease(client, this.#lease);
    } finally {
      // Destroyed, for its settings are not for others. The listener stays: an error may still come while it closes.
      client.release(true);
    }
  }

  async #relay(client: PoolClient): Promise<void> {
    const { pollBusyMs, pollIdleMs, headCheckMs } = this.#options;
    let headCheckAt = performance.now() + headCheckMs;
    this.#state = 'relaying';
    for (;;) {
      const last = this.#stopping; // one more look after the stop was asked for
      await this.#renewIfDue(client);
      this.#alarm.clear(); // whatever was committed before this is in the window
      const appended = await this.#nextWindow(client);
      if (performance.now() > headCheckAt) {
        if (!(await this.#headsAreOurs())) await this.#recover(client);
        headCheckAt = performance.now() + headCheckMs;
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
    for (const { stream, partition, assignedId } of opened.assigned)
      this.#tail(stream, partition).assignedId = assignedId;
    await this.#options.atPoint('after-window');
    try {
      await this.#append(client, opened.window, opened);
    } catch (error) {
      if (!(error instanceof StreamMismatch)) throw error;
      await this.#recover(client);
    }
    await this.#options.atPoint('after-append');
    return opened.rowsCount;
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

  /** Appends the rows of a window that are above the heads; the next chunk is read while one is being appended. */
  async #append(
    client: PoolClient,
    window: Window,
    from: { firstRows: readonly OutboxRow[]; lastSeq: number },
  ): Promise<void> {
    const { chunkRows } = this.#options;
    const read = (fromSeq: number) => readRows(client, window, { fromSeq, toSeq: from.lastSeq, limit: chunkRows });
    let rows = from.firstRows;
    while (rows.length > 0) {
      const lastSeq = Number(rows.at(-1)?.[0]);
      const next = rows.length < chunkRows || lastSeq >= from.lastSeq ? Promise.resolve([]) : read(lastSeq + 1);
      const perTail = new Map<PartitionTail, ReturnType<typeof toEntry>[]>();
      for (const row of rows) {
        const tail = this.#tail(row[1], row[2]);
        const list = perTail.get(tail);
        if (list) list.push(toEntry(window.ms, row));
        else perTail.set(tail, [toEntry(window.ms, row)]);
      }
      const appends = await Promise.allSettled([...perTail].map(([tail, entries]) => tail.append(entries)));
      // Both must have settled before anything is thrown: nobody would handle the other one's rejection.
      const [nextRows] = await Promise.allSettled([next]);
      for (const outcome of [...appends, nextRows]) if (outcome.status === 'rejected') throw outcome.reason;
      rows = nextRows.status === 'fulfilled' ? nextRows.value : [];
      await this.#options.atPoint('between-chunks');
      await this.#renewIfDue(client);
    }
  }

  /** Brings every stream to what was assigned to it: also the start, and after any loss of Redis' data. */
  async #recover(client: PoolClient): Promise<void> {
    this.#state = 'recovering';
    this.#last = await lastWindow(client);
    for (;;) {
      await this.#loadAssigned(client);
      await this.#readHeads();
      const lagging = [...this.#tails.values()].filter((tail) => compareEntryIds(tail.head, tail.assignedId) < 0);
      if (lagging.length === 0) break;
      relayRecoveries.add(1);
      const from = lagging
        .map((tail) => tail.head)
        .reduce((left, right) => (compareEntryIds(left, right) < 0 ? left : right));
      this.#options.logger.warn(
        { streams: lagging.map((tail) => tail.key), fromEntryId: from },
        'streams end before what was appended or assigned; appending it again',
      );
      try {
        for (const window of await windowsFrom(client, from.split('-')[0] ?? '0')) {
          const bounds = await windowBounds(client, window);
          if (!bounds) continue;
          const { firstSeq: fromSeq, lastSeq } = bounds;
          const firstRows = await readRows(client, window, { fromSeq, toSeq: lastSeq, limit: this.#options.chunkRows });
          await this.#append(client, window, { firstRows, lastSeq });
        }
      } catch (error) {
        if (!(error instanceof StreamMismatch)) throw error; // Redis lost data again meanwhile: once more from the start
      }
    }
    this.#state = 'relaying';
  }

  async #loadAssigned(client: PoolClient): Promise<void> {
    const result = await client.query<{
      stream: string;
      partition: number;
      assigned_id: string;
      partitions: number | null;
    }>(
      `select p.stream, p.partition, p.assigned_id, c.partitions
       from outbox_partition p left join outbox_channel c on c.stream = p.stream`,
    );
    for (const { stream, partition, partitions, assigned_id } of result.rows) {
      this.#tail(stream, partition, partitions ?? undefined).assignedId = assigned_id;
    }
  }

  async #readHeads(): Promise<void> {
    const tails = [...this.#tails.values()];
    for (const tail of tails)
      for (const group of tail.groups) await this.#options.broker.createGroup(tail.key, group, '0-0');
    const heads = await this.#options.broker.heads(tails.map((tail) => tail.key));
    tails.forEach((tail, index) => {
      tail.head = heads[index] ?? ENTRY_ID_ZERO;
      if (compareEntryIds(tail.head, tail.assignedId) <= 0) return;
      this.#options.logger.error(
        { stream: tail.key, entryId: tail.head, assignedId: tail.assignedId },
        'stream holds entries that this database never assigned: it was restored from a backup, or another program writes here; new entries go above them',
      );
      this.#last = { ...this.#last, ms: Math.max(this.#last.ms, Number(tail.head.split('-')[0])) };
    });
  }

  async #headsAreOurs(): Promise<boolean> {
    const tails = [...this.#tails.values()];
    const heads = await this.#options.broker.heads(tails.map((tail) => tail.key));
    return tails.every((tail, index) => tail.head === heads[index]);
  }

  async #renewIfDue(client: PoolClient): Promise<void> {
    if (!this.#lease || performance.now() < this.#renewAt) return;
    if (!(await renewLease(client, this.#lease, this.#options.leaseMs))) {
      throw new LeaseLostError(`the relay of ${this.#options.service.name}`);
    }
    this.#renewAt = performance.now() + this.#options.leaseMs / 3;
  }

  /** @param partitions – of a stream that the contract no longer has, with entries from before; more than 1 if unknown */
  #tail(stream: string, partition: number, partitions = 2): PartitionTail {
    const name = `${stream}.${String(partition)}`;
    let tail = this.#tails.get(name);
    if (!tail) {
      const key = streamKey({ prefix: this.#options.keyPrefix, address: stream, partition, partitions });
      tail = new PartitionTail(this.#options.broker, key, []);
      this.#tails.set(name, tail);
    }
    return tail;
  }
}

const ignoreConnectionError = (): void => undefined;
