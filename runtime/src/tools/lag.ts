/**
 * How many entries follow a position, counted in the outbox of whoever writes the stream. Redis cannot tell for a group
 * in mid-stream, and that is when somebody wants to know.
 */
import { windowRows } from '../outbox/window.js';
import { parseEntryId } from '../streams/entry-id.js';
import type { CataloguedStream } from './catalogue.js';

/** Counting reads every row after the position: after a long outage there may be millions. */
const timeoutMs = 5_000;

const columns = 'r.seq, r.stream, r.partition';

// Everything after a window's end is one large window: from its snapshot to that of the last one. A position whose window is
// retired starts at the oldest window after it.
const countSql = `
  with last as (select era, snap_to from outbox_window order by no desc limit 1),
  mine as (select era, snap_from, snap_to from outbox_window where ms = $3::numeric),
  next as (select era, snap_from from outbox_window where ms > $3::numeric order by ms limit 1),
  start as (select era, snap_to as seen from mine union all select era, snap_from from next where not exists (select from mine)),
  later as (${windowRows(columns, { era: 'last.era', from: 'start.seen', to: 'last.snap_to' }, ['start', 'last'])}),
  beside as (${windowRows(columns, { era: 'mine.era', from: 'mine.snap_from', to: 'mine.snap_to' }, ['mine'])})
  select (select count(*)::int from later where stream = $1 and partition = $2)
         + (select count(*)::int from beside where stream = $1 and partition = $2 and seq > $4::numeric) as count,
         (select start.era = last.era from start, last) as "isOneEra"`;

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
