/** Removes what is stored of sagas that ended longer ago than their definition keeps them. */
import type { Sql } from '../database/sql.js';
import type { AnySaga } from './any-saga.js';

/** Sagas removed at once, so that no transaction is long. */
const removeMax = 500;

/** Served by saga_ended; timers, steps and kept inputs go with their saga. @returns whether more may be left */
export const removeEnded = async (
  sql: Sql,
  { name, keepEndedMs }: Pick<AnySaga, 'name' | 'keepEndedMs'>,
): Promise<boolean> => {
  const { rowCount } = await sql.query(
    `delete from saga where name = $1 and id in (
       select id from saga where name = $1 and ended_at < statement_timestamp() - $2 * interval '1 millisecond'
       order by ended_at limit ${removeMax} for update skip locked)`,
    [name, keepEndedMs],
  );
  return rowCount === removeMax;
};
