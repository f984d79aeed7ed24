/**
 * How many entries follow a position, counted in the outbox of whoever writes the stream. Redis cannot tell for a group
 * in mid-stream, and that is when somebody wants to know.
 */
import { parseEntryId } from '../streams/entry-id.js';
import type { CataloguedStream } from './catalogue.js';

/** Counting reads every row after the position: after a long outage there may be millions. */
const timeoutMs = 5_000;

// Everything after a window's end is one large window: from its snapshot to that of the last one. Index outbox_xid serves it.
// A position whose window is retired starts at the oldest window after it.
const countSql = `
  with last as (select era, snap_to from outbox_window order by no desc limit 1),
  mine as (select era, snap_from, snap_to from outbox_window where ms = $3::numeric),
  next as (select era, snap_from from outbox_window where ms > $3::numeric order by ms limit 1),
  start as (select era, snap_to as seen from mine union all select era, snap_from from next where not exists (select from mine)),
  later as (
    select r.seq from outbox r, start, last
    where r.xid >= pg_snapshot_xmax(start.seen) and r.xid < pg_snapshot_xmax(last.snap_to)
      and pg_visible_in_snapshot(r.xid, last.snap_to) and r.era = last.era and r.stream = $1 and r.partition = $2
    union all
    select r.seq from outbox r, start, last
    where r.xid = any(array(select pg_snapshot_xip(start.seen)))
      and pg_visible_in_snapshot(r.xid, last.snap_to) and r.era = last.era and r.stream = $1 and r.partition = $2
    union all
    select r.seq from outbox r, mine
    where r.seq > $4::numeric and r.xid >= pg_snapshot_xmin(mine.snap_from) and r.xid < pg_snapshot_xmax(mine.snap_to)
      and pg_visible_in_snapshot(r.xid, mine.snap_to) and not pg_visible_in_snapshot(r.xid, mine.snap_from)
      and r.era = mine.era and r.stream = $1 and r.partition = $2)
  select (select count(*)::int from later) as count, (select start.era = last.era from start, last) as "isOneEra"`;

/** @returns undefined if nobody can tell: the writer's database is not at hand, was rebased since, or takes too long */
export const countAfter = async (
  { owner, address }: Pick<CataloguedStream, 'owner' | 'address'>,
  partition: number,
  positionId: string,
): Promise<number | undefined> => {
  if (!owner) return undefined;
  const { ms, seq } = parseEntryId(positionId);
  try {
    return await owner.change(async (sql) => {
      await sql.query(`set transaction read only; set local statement_timeout = ${String(timeoutMs)}`);
      const result = await sql.query<{ count: number; isOneEra: boolean | null }>(countSql, [
        address,
        partition,
        String(ms),
        String(seq),
      ]);
      const row = result.rows[0];
      return row?.isOneEra === false ? undefined : row?.count;
    });
  } catch {
    return undefined; // a number to look at is not worth an error
  }
};
