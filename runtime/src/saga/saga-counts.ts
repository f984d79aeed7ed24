/** How many sagas are where, for gauges. */
import type { Sql } from '../database/sql.js';

/** Sagas that have not ended, by state. Index saga_live serves it. */
export const countOpenSagas = async (
  sql: Sql,
): Promise<readonly { readonly saga: string; readonly state: string; readonly count: number }[]> => {
  const result = await sql.query<{ saga: string; state: string; count: number }>(
    'select name as saga, state, count(*)::int as count from saga where ended_at is null group by name, state',
  );
  return result.rows;
};

/** By saga; one without failing timers is not in it. There are few timers: at most some for each saga that has not ended. */
export const countFailingTimers = async (sql: Sql): Promise<ReadonlyMap<string, number>> => {
  const result = await sql.query<{ saga: string; count: number }>(
    'select saga, count(*)::int as count from saga_timer where failures > 0 group by saga',
  );
  return new Map(result.rows.map(({ saga, count }) => [saga, count]));
};
