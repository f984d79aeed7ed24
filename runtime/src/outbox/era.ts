/**
 * Which cluster the transaction ids in the outbox belong to. A database that was dumped and restored into another cluster has
 * rows whose transaction ids mean nothing there: it must not be relayed before `rebase` has closed the old era.
 *
 * A physical backup keeps the identifier and its own transaction ids: nothing has to be done for it.
 */
import type { Pool, PoolClient } from 'pg';
import { DatabaseReplacedError } from '../errors/errors.js';

type Sql = Pick<Pool, 'query'>;

/** The era in which rows are written now; 1 before the service has started for the first time. */
export const currentEra = async (sql: Sql): Promise<number> =>
  (await sql.query<{ era: number }>('select era from outbox_era order by era desc limit 1')).rows[0]?.era ?? 1;

/** Stores the cluster of the first era at the first start. @throws DatabaseReplacedError – this is another cluster */
export const registerEra = async (sql: Sql): Promise<void> => {
  await sql.query(
    `insert into outbox_era (era, system_identifier)
     select 1, system_identifier from pg_control_system() where not exists (select from outbox_era) on conflict do nothing`,
  );
  await requireSameCluster(sql);
};

/** @throws DatabaseReplacedError – the cluster is not the one whose transaction ids the outbox holds */
export const requireSameCluster = async (sql: Sql): Promise<void> => {
  const result = await sql.query<{ database: string; stored: string; found: string }>(
    `select current_database() as database, e.system_identifier::text as stored, c.system_identifier::text as found
     from (select system_identifier from outbox_era order by era desc limit 1) e, pg_control_system() c`,
  );
  const row = result.rows[0];
  if (row && row.stored !== row.found) throw new DatabaseReplacedError(row);
};

/** What pg-pool calls with every new connection before anybody gets it; @types/pg does not know it. */
interface VerifyingPool {
  readonly options: { verify?: (client: PoolClient, done: (error?: Error) => void) => void };
}

/** From now on no connection to another cluster is given out by the pool: not after a failover to a restored copy either. */
export const verifyConnections = (pool: Pool): void => {
  // While a connection is verified nobody listens to it yet: one that ends just then would end the process.
  pool.on('connect', (client) => client.on('error', ignoreConnectionError));
  (pool as unknown as VerifyingPool).options.verify = (client, done) => {
    requireSameCluster(client).then(
      () => done(),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
    );
  };
};

/** The next statement reports it. */
const ignoreConnectionError = (): void => undefined;
