/** A service's database, ready for use: waited for, connected, migrated. */
import { DataSource, type EntitySchema, type MigrationInterface } from 'typeorm';
import {
  postgresDataSource,
  postgresPool,
  requireOwnSessions,
  streampactMigrations,
  withRootCertificate,
  type Logger,
} from '@streampact/runtime';
import { waitForDatabase, type DatabaseWait } from './wait-for-database.js';

export interface DatabaseOptions extends DatabaseWait {
  /** Of one host or several: whichever is the primary is used (DATABASE_URL in docs/guides/operate.md). */
  readonly url: string;
  /** Who must have signed the server's certificate. @default as the URL says, else the authorities that Node knows */
  readonly caFile?: string;
  readonly entities: readonly (EntitySchema | (abstract new () => object))[];
  /** The service's own; the tables of the event runtime are made before them. */
  readonly migrations: readonly (new () => MigrationInterface)[];
  /** Connections of this process: at most 12 for the event runtime when it is busy, the rest for requests and workers. @default 16 */
  readonly connectionsMax?: number;
  /** How long a transaction of a request or a worker may do nothing before PostgreSQL ends it. @default 10 000 ms */
  readonly idleInTransactionMaxMs?: number;
}

/** Any number, the same in every service: one database belongs to one service. */
const migrationLock = 7_461_920_311;

/** @throws DatabaseUnreachableError, DatabaseRefusedError, DatabasePooledError */
export const openDatabase = async (options: DatabaseOptions, logger: Logger): Promise<DataSource> => {
  const url = withRootCertificate(options.url, options.caFile);
  await waitForDatabase(url, logger, options);
  await requireSessions(url);
  const dataSource = new DataSource({
    ...postgresDataSource(url),
    // TypeORM wants mutable arrays of functions.
    entities: [...options.entities] as (EntitySchema | (new () => object))[],
    migrations: [...streampactMigrations, ...options.migrations],
    synchronize: false,
    connectTimeoutMS: 5_000,
    extra: {
      max: options.connectionsMax ?? 16,
      // A connection whose other side has vanished is noticed in the end, also if nobody uses it.
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      // The server would notice it after two hours, and hold the rows that its transaction has locked until then: messages about
      // them would use up their attempts. Handlers have a limit of their own.
      idle_in_transaction_session_timeout: options.idleInTransactionMaxMs ?? 10_000,
    },
    // An idle connection that PostgreSQL closed: the pool replaces it, and whoever needs one says what is wrong.
    poolErrorHandler: (error: unknown) => logger.debug({ err: error }, 'idle database connection lost'),
  });
  await dataSource.initialize();
  try {
    await migrate(dataSource, logger);
    return dataSource;
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
};

/** Before anything of a session is used, the lock of the migrations first. */
const requireSessions = async (url: string): Promise<void> => {
  const pool = postgresPool(url, { max: 2, connectionTimeoutMillis: 5_000 });
  pool.on('error', () => undefined); // of a connection that nobody uses
  try {
    await requireOwnSessions(pool);
  } finally {
    await pool.end();
  }
};

/** Instances that start together take turns; the ones that come later find nothing to do. */
const migrate = async (dataSource: DataSource, logger: Logger): Promise<void> => {
  const lockHolder = dataSource.createQueryRunner();
  try {
    await lockHolder.query('select pg_advisory_lock($1)', [migrationLock]);
    const done = await dataSource.runMigrations({ transaction: 'each' });
    if (done.length > 0) logger.info({ migrations: done.map(({ name }) => name) }, 'database migrated');
    await lockHolder.query('select pg_advisory_unlock($1)', [migrationLock]);
  } finally {
    await lockHolder.release();
  }
};
