/**
 * Deletes windows and their rows, oldest first, once no partition needs a row of them. A window goes with the last of its rows;
 * its rows may go earlier, in bounded parts, because the entry id of a row does not depend on its neighbours.
 */
import type { Pool } from 'pg';
import { windowRows } from './window.js';

type Sql = Pick<Pool, 'query'>;

/** Rows deleted in one transaction. */
const rowsMax = 5_000;
/** Windows that one transaction looks at: many are small. */
const windowsMax = 500;

interface OldWindows {
  readonly first: string;
  readonly last: string;
  readonly era: number;
  readonly from: string;
  readonly to: string;
}

/**
 * One bounded transaction; never touches the newest window.
 * @param beforeMs – windows from before may go
 * @returns whether there may be more
 */
export const retireSome = async (sql: Sql, beforeMs: number): Promise<boolean> => {
  // Neighbours are one: the snapshot that ends a window begins the next. By ms, which rises with no: ordered by no, PostgreSQL
  // walks over every window when none is old.
  const old = await sql.query<OldWindows>(
    `select min(no)::text as first, max(no)::text as last, era,
            (array_agg(snap_from::text order by no))[1] as from, (array_agg(snap_to::text order by no desc))[1] as to
     from (select * from outbox_window where ms < $1 and no < (select max(no) from outbox_window) order by ms limit $2) w
     group by era order by era limit 1`,
    [beforeMs, windowsMax],
  );
  const windows = old.rows[0];
  if (!windows) return false;
  const result = await sql.query<{ rows: number }>(
    `with rows as materialized (
       select seq from (${windowRows('r.seq', { era: '$1::int', from: '$2::pg_snapshot', to: '$3::pg_snapshot' })}) w limit $4),
     gone as (delete from outbox o using rows where o.seq = rows.seq),
     closed as (delete from outbox_window where no between $5 and $6 and (select count(*) from rows) < $4)
     select count(*)::int as rows from rows`,
    [windows.era, windows.from, windows.to, rowsMax, windows.first, windows.last],
  );
  return result.rows[0]?.rows === rowsMax || BigInt(windows.last) - BigInt(windows.first) + 1n === BigInt(windowsMax);
};
