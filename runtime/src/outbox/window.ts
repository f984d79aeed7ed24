/**
 * A window is the set of outbox rows that one pair of snapshots makes visible (DESIGN 4.2). Opening one decides the
 * entry ids of its rows, `<ms>-<seq>`, for ever; whoever reads it later, after any crash, finds the same rows and ids.
 */
import type { PoolClient } from 'pg';
import { parseEntryId } from '../streams/entry-id.js';
import { currentEra } from './era.js';

export interface Window {
  readonly no: number;
  /** Transaction ids of other eras come from another cluster and mean nothing here. */
  readonly era: number;
  readonly ms: number;
  /** pg_snapshot texts: rows visible in `to` that `from` did not see. */
  readonly from: string;
  readonly to: string;
}

export interface AssignedPartition {
  readonly stream: string;
  readonly partition: number;
  readonly assignedId: string;
}

export interface OpenedWindow {
  readonly window: Window;
  readonly lastSeq: number;
  readonly rowsCount: number;
  readonly assigned: readonly AssignedPartition[];
  /** The first chunk, in seq order. */
  readonly firstRows: readonly OutboxRow[];
}

/** An outbox row as it is read for appending; a tuple because there are many. */
export type OutboxRow = [
  seq: string,
  stream: string,
  partition: number,
  id: string,
  type: string,
  key: string,
  headers: string,
  data: string,
];

const rowColumns = 'r.seq::text, r.stream, r.partition, r.id, r.type, r.key, r.headers::text, r.data::text';

/** Sees nothing: before the first window of an era. */
const emptySnapshot = '1:1:';

const isSeen = (to: string): string => `r.xid < pg_snapshot_xmax(${to}) and pg_visible_in_snapshot(r.xid, ${to})`;

/**
 * Rows of a window, whenever the query runs; never start it at xmin (a long transaction). Two branches, because an OR of them
 * makes the generic plan walk the whole index: 43 ms at 300,000 rows against 0.1 ms. Index outbox_era_xid serves both.
 *
 * The second branch looks each transaction up by itself, and OFFSET 0 keeps the planner from joining in another way: a plan that was
 * made while the table was empty would filter every row of the era, and a session keeps it until the table is analyzed.
 * @param beside – what else is in FROM, for `columns` and the window to refer to
 */
export const windowRows = (
  columns: string,
  { era, from, to }: { readonly era: string; readonly from: string; readonly to: string },
  beside: readonly string[] = [],
): string =>
  `select ${columns} from ${[...beside, 'outbox r'].join(', ')}
   where r.era = ${era} and r.xid >= pg_snapshot_xmax(${from}) and ${isSeen(to)}
   union all
   select ${columns} from ${[...beside, `pg_snapshot_xip(${from}) as late(xid)`].join(', ')},
     lateral (select * from outbox where era = ${era} and outbox.xid = late.xid offset 0) r where ${isSeen(to)}`;

/** The same as a filter, for walking a window in seq order: the primary key serves it. */
const isInWindow = (era: string, from: string, to: string): string =>
  `r.era = ${era} and (r.xid >= pg_snapshot_xmax(${from}) or r.xid = any(array(select pg_snapshot_xip(${from})))) and ${isSeen(to)}`;

// One statement: its snapshot is the window's end, and what it finds, it also writes, and returns as far as one chunk goes.
// Without rows it writes nothing. A relay that was away for longer than the retention finds its number free again, and the
// newest one taken: either is a conflict.
const openSql = `
  with now as materialized (select pg_current_snapshot() as snapshot),
  fresh as materialized (
    ${windowRows('r.seq, r.stream, r.partition', { era: '$5::int', from: '$1::pg_snapshot', to: 'now.snapshot' }, ['now'])}
  ),
  opened as (
    insert into outbox_window (no, era, ms, snap_from, snap_to, rows_count)
    select greatest($2::bigint, (select max(no) from outbox_window)), $5::int, greatest($3::bigint, (extract(epoch from clock_timestamp()) * 1000)::bigint), $1::pg_snapshot,
           now.snapshot, (select count(*) from fresh)
    from now where exists (select from fresh)
    returning no, ms, snap_to, rows_count
  ),
  assigned as (
    insert into outbox_partition (stream, partition, assigned_id)
    select f.stream, f.partition, o.ms || '-' || max(f.seq) from fresh f, opened o group by f.stream, f.partition, o.ms
    order by f.stream, f.partition
    on conflict (stream, partition) do update set assigned_id = excluded.assigned_id
    returning stream, partition, assigned_id
  ),
  chunk as (select seq from fresh order by fresh.seq limit $4)
  select o.no::text, o.ms::text, o.snap_to::text, o.rows_count::int, (select max(seq)::text from fresh),
         (select json_agg(json_build_object('stream', stream, 'partition', partition, 'assignedId', assigned_id)) from assigned),
         ${rowColumns}
  from opened o, chunk, lateral (select * from outbox where outbox.seq = chunk.seq offset 0) r order by r.seq`;

type OpenedRow = [
  no: string,
  ms: string,
  to: string,
  rowsCount: number,
  lastSeq: string,
  assigned: AssignedPartition[],
  ...row: OutboxRow,
];

/** The last window as the next one of `era` continues it; before the first, what it begins with. */
export const lastWindow = async (client: Pick<PoolClient, 'query'>, era: number): Promise<Window> => {
  const last = (await readWindows(client, 'order by w.no desc limit 1', []))[0];
  if (last?.era === era) return last;
  return { no: last?.no ?? 0, era, ms: last?.ms ?? 0, from: emptySnapshot, to: emptySnapshot };
};

/** Windows read at a time: after the loss of a week there are millions. */
const windowsPerPage = 1_000;

/** Windows whose entries may be above `entryId`, oldest first. */
export async function* windowsFrom(client: Pick<PoolClient, 'query'>, entryId: string): AsyncGenerator<Window> {
  let fromMs = windowMs(entryId);
  for (;;) {
    // By ms, which rises with no: one index serves the place and the order.
    const page = await readWindows(client, `where w.ms >= $1 order by w.ms limit ${windowsPerPage}`, [fromMs]);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < windowsPerPage) return;
    fromMs = String(last.ms + 1);
  }
}

/** The part of an id that is a window's, as PostgreSQL keeps it; an id of another program may hold a higher one. */
export const windowMs = (entryId: string): string => {
  const { ms } = parseEntryId(entryId);
  return String(ms < msMax ? ms : msMax);
};

const msMax = 2n ** 63n - 1n;

const readWindows = async (client: Pick<PoolClient, 'query'>, clause: string, values: unknown[]): Promise<Window[]> => {
  const result = await client.query<{ no: string; era: number; ms: string; from: string; to: string }>(
    `select no::text, era, ms::text, snap_from::text as "from", snap_to::text as "to" from outbox_window w ${clause}`,
    values,
  );
  return result.rows.map(({ no, era, ms, from, to }) => ({ no: Number(no), era, ms: Number(ms), from, to }));
};

/**
 * Opens the window after `last` if there are rows for it; committed when this returns.
 * A second relay that opens the same number fails with unique_violation: it is fenced.
 */
export const openWindow = async (
  client: Pick<PoolClient, 'query'>,
  last: Window,
  chunkRows: number,
): Promise<OpenedWindow | undefined> => {
  const result = await client.query<OpenedRow>({
    name: 'streampact-open-window',
    text: openSql,
    values: [last.to, last.no + 1, last.ms + 1, chunkRows, last.era],
    rowMode: 'array',
  });
  const first = result.rows[0];
  if (!first) return undefined;
  const [no, ms, to, rowsCount, lastSeq, assigned] = first;
  return {
    window: { no: Number(no), era: last.era, ms: Number(ms), from: last.to, to },
    rowsCount,
    lastSeq: Number(lastSeq),
    assigned,
    firstRows: result.rows.map(([, , , , , , ...row]) => row),
  };
};

/** The bounds of a window's seq, so that a chunk never walks over rows outside of it. */
export const windowBounds = async (
  client: Pick<PoolClient, 'query'>,
  window: Window,
): Promise<{ firstSeq: number; lastSeq: number } | undefined> => {
  const result = await client.query<{ first: string | null; last: string | null }>(
    `select min(seq)::text as first, max(seq)::text as last
     from (${windowRows('r.seq', { era: '$3::int', from: '$1::pg_snapshot', to: '$2::pg_snapshot' })}) w`,
    [window.from, window.to, window.era],
  );
  const row = result.rows[0];
  return row?.first && row.last ? { firstSeq: Number(row.first), lastSeq: Number(row.last) } : undefined;
};

/** At most `limit` rows of a window in seq order, from `fromSeq` to `toSeq`. */
export const readRows = async (
  client: Pick<PoolClient, 'query'>,
  window: Window,
  page: { fromSeq: number; toSeq: number; limit: number },
): Promise<readonly OutboxRow[]> => {
  const result = await client.query<OutboxRow>({
    // r.seq, not seq: that would be the text that is selected, and sort as text.
    text: `select ${rowColumns} from outbox r
           where r.seq between $3 and $4 and ${isInWindow('$6::int', '$1::pg_snapshot', '$2::pg_snapshot')} order by r.seq limit $5`,
    values: [window.from, window.to, page.fromSeq, page.toSeq, page.limit, window.era],
    rowMode: 'array',
  });
  return result.rows;
};

/** Outbox rows that no window holds yet: count and age of the oldest in seconds. */
export const backlog = async (
  client: Pick<PoolClient, 'query'>,
): Promise<{ rows: number; oldestAgeSeconds: number }> => {
  const { to, era } = await lastWindow(client, await currentEra(client));
  const result = await client.query<{ rows: number; age: number | null }>(
    `select count(*)::int as rows, extract(epoch from clock_timestamp() - min(created_at))::float8 as age
     from (${windowRows('r.created_at', { era: '$2::int', from: '$1::pg_snapshot', to: 'pg_current_snapshot()' })}) w`,
    [to, era],
  );
  const row = result.rows[0];
  return { rows: row?.rows ?? 0, oldestAgeSeconds: Math.max(0, row?.age ?? 0) };
};
