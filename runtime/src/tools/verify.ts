/**
 * Compares streams with the windows of whoever writes them, entry by entry: what is between a partition's floor and its end must
 * be exactly the rows that PostgreSQL holds, under the ids that their windows gave them, in order.
 *
 * It may run while everything else does: what is appended meanwhile is not looked at, and what was trimmed or repaired meanwhile
 * is no finding.
 */
import type { PoolClient } from 'pg';
import { streamState } from '../broker/redis-info.js';
import { toEntry } from '../outbox/to-entry.js';
import { readRows, windowBounds, type OutboxRow, type Window } from '../outbox/window.js';
import { compareEntryIds, ENTRY_ID_ZERO, parseEntryId } from '../streams/entry-id.js';
import { keyOf, readWholeCatalogue, streamOf, type CataloguedStream } from './catalogue.js';
import { PartitionComparison, type StreamFinding } from './partition-comparison.js';
import type { ServiceDatabase, ToolConnections } from './tool-connections.js';

export interface VerifiedStream {
  readonly stream: string;
  readonly owner: string;
  /** Entries that were compared and are as they should be. */
  readonly entriesEqual: number;
  /** At most `findingsMax` a partition. */
  readonly findings: readonly StreamFinding[];
  /** Findings beyond that, counted only. */
  readonly findingsLeftOut: number;
}

export interface Verification {
  readonly streams: readonly VerifiedStream[];
  /** Streams whose owner's database was not named: nothing to compare with. */
  readonly notVerified: readonly string[];
}

export interface VerifyOptions {
  /** One stream, by its address. @default all of them */
  readonly stream?: string;
  /** Findings kept for each partition; the others are counted. @default 100 */
  readonly findingsMax?: number;
}

/** Windows read at a time. */
const windowsPerPage = 200;
/** Rows of one window read at a time. */
const rowsPerPage = 2_000;

/** @throws UnknownNameError – there is no such stream */
export const verify = async (connections: ToolConnections, options: VerifyOptions = {}): Promise<Verification> => {
  const catalogue = await readWholeCatalogue(connections);
  const wanted = options.stream === undefined ? [...catalogue.streams.values()] : [streamOf(catalogue, options.stream)];
  const verified: VerifiedStream[] = [];
  for (const owner of connections.databases) {
    const streams = wanted.filter((stream) => stream.owner === owner);
    if (streams.length > 0) verified.push(...(await verifyOwner(connections, owner, streams, options)));
  }
  return {
    streams: verified,
    notVerified: wanted.filter(({ owner }) => !owner).map(({ address }) => address),
  };
};

const verifyOwner = async (
  connections: ToolConnections,
  owner: ServiceDatabase,
  streams: readonly CataloguedStream[],
  { findingsMax = 100 }: VerifyOptions,
): Promise<readonly VerifiedStream[]> =>
  owner.use(async (sql) => {
    const comparisons = new Map<string, PartitionComparison>();
    for (const stream of streams) {
      for (let partition = 0; partition < stream.partitions; partition++) {
        const comparison = await begin(connections, stream, partition, findingsMax);
        comparisons.set(placeOf(stream.address, partition), comparison);
      }
    }
    await walkWindows(sql, [...comparisons.values()], async ({ ms }, row) => {
      await comparisons.get(placeOf(row[1], row[2]))?.expect(toEntry(ms, row));
    });
    const floors = await readFloors(sql);
    const verified: VerifiedStream[] = [];
    for (const { address, partitions } of streams) {
      const parts = Array.from({ length: partitions }, (_, partition) => placeOf(address, partition));
      const ended = [];
      for (const part of parts) {
        const comparison = comparisons.get(part);
        if (comparison) ended.push(await comparison.end(floors.get(part) ?? ENTRY_ID_ZERO));
      }
      verified.push({
        stream: address,
        owner: owner.service,
        entriesEqual: ended.reduce((sum, { entriesEqual }) => sum + entriesEqual, 0),
        findings: ended.flatMap(({ findings }) => findings),
        findingsLeftOut: ended.reduce((sum, { findingsLeftOut }) => sum + findingsLeftOut, 0),
      });
    }
    return verified;
  });

/** The end is read before the windows: every entry up to it was assigned by then. */
const begin = async (
  connections: ToolConnections,
  stream: CataloguedStream,
  partition: number,
  findingsMax: number,
): Promise<PartitionComparison> => {
  const key = keyOf(connections, stream, partition);
  const info = await connections.useRedis((redis) => streamState(redis, key));
  const { floorId = ENTRY_ID_ZERO, assignedId = ENTRY_ID_ZERO } = stream.tails.get(partition) ?? {};
  return new PartitionComparison({
    connections,
    stream: stream.address,
    partition,
    key,
    floorId,
    assignedId,
    headId: info.lastId,
    findingsMax,
  });
};

/** Every row of every window that may hold an entry above the lowest floor, in the order of entry ids. */
const walkWindows = async (
  sql: PoolClient,
  comparisons: readonly PartitionComparison[],
  each: (window: Window, row: OutboxRow) => Promise<void>,
): Promise<void> => {
  await sql.query('set enable_seqscan = off');
  const floors = comparisons.map(({ options }) => options.floorId);
  const lowest = floors.reduce((low, id) => (compareEntryIds(id, low) < 0 ? id : low), floors[0] ?? ENTRY_ID_ZERO);
  let afterMs = Number(parseEntryId(lowest).ms) - 1;
  for (;;) {
    const windows = await readWindows(sql, afterMs);
    for (const window of windows) {
      await readWindow(sql, window, (row) => each(window, row));
      afterMs = window.ms;
    }
    if (windows.length < windowsPerPage) break;
  }
  await sql.query('reset enable_seqscan');
};

const readWindow = async (sql: PoolClient, window: Window, each: (row: OutboxRow) => Promise<void>): Promise<void> => {
  const bounds = await windowBounds(sql, window);
  if (!bounds) return;
  const { firstSeq, lastSeq: toSeq } = bounds;
  for (let fromSeq = firstSeq; fromSeq <= toSeq;) {
    const rows = await readRows(sql, window, { fromSeq, toSeq, limit: rowsPerPage });
    for (const row of rows) await each(row);
    if (rows.length < rowsPerPage) return;
    fromSeq = Number(rows.at(-1)?.[0]) + 1;
  }
};

const readWindows = async (sql: PoolClient, afterMs: number): Promise<readonly Window[]> => {
  const result = await sql.query<Omit<Window, 'no' | 'ms'> & { no: string; ms: string }>(
    `select no::text, era, ms::text, snap_from::text as "from", snap_to::text as "to"
     from outbox_window w where w.ms > $1 order by w.ms limit $2`,
    [afterMs, windowsPerPage],
  );
  return result.rows.map(({ no, ms, ...rest }) => ({ ...rest, no: Number(no), ms: Number(ms) }));
};

const readFloors = async (sql: PoolClient): Promise<ReadonlyMap<string, string>> => {
  const result = await sql.query<{ stream: string; partition: number; floor_id: string }>(
    'select stream, partition, floor_id from outbox_partition',
  );
  return new Map(result.rows.map(({ stream, partition, floor_id }) => [placeOf(stream, partition), floor_id]));
};

const placeOf = (stream: string, partition: number): string => `${stream}.${String(partition)}`;
