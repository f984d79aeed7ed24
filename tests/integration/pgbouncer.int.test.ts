/** Behind a real PgBouncer a service refuses what would cost a guarantee, and runs where its connections are sessions. */
import { postgresPool, requireOwnSessions, silentLogger } from '@streampact/runtime';
import { openDatabase } from '../../services/edge/src/database/open-database.js';
import { findPgBouncer, type PgBouncer, type PoolMode } from '../infrastructure/pgbouncer.js';
import { createTestDatabase, eventually, type TestDatabase } from '../infrastructure/test-infrastructure.js';
import { LedgerSystem } from './ledger-system.js';

const startPgBouncer = await findPgBouncer();
const describeWithIt = startPgBouncer ? describe : describe.skip;

let database: TestDatabase;
let pgBouncer: PgBouncer | undefined;
beforeEach(async () => {
  database = await createTestDatabase('pooled');
});
afterEach(async () => {
  await pgBouncer?.stop();
  pgBouncer = undefined;
  await database.drop();
});

const through = async (mode: PoolMode, ...settings: string[]): Promise<string> => {
  pgBouncer = await startPgBouncer?.(mode, database.url, settings);
  return pgBouncer?.url(database.url) ?? '';
};

const options = { entities: [], migrations: [] };

describeWithIt('behind PgBouncer', () => {
  test.each<[PoolMode, ...string[]]>([
    ['transaction'],
    ['transaction', 'default_pool_size = 1'],
    ['transaction', 'min_pool_size = 5', 'server_round_robin = 1'],
    ['statement'],
  ])('pool_mode = %s is refused before anything is written, with what to set', async (mode, ...settings) => {
    const url = await through(mode, ...settings.filter((setting) => setting !== undefined));
    const open = openDatabase({ ...options, url }, silentLogger);
    await expect(open).rejects.toMatchObject({ code: 'DATABASE_POOLED' });
    await expect(open).rejects.toThrow('Set pool_mode = session for this database');
    const pool = postgresPool(database.url, { max: 2 });
    pool.on('error', () => undefined); // the database is dropped before its last connection has gone
    const tables = await pool.query<{ count: number }>(
      `select count(*)::int as count from pg_tables where schemaname = 'public'`,
    );
    expect(tables.rows).toEqual([{ count: 0 }]);
    await pool.end();
  });

  test('pool_mode = session works, from the migrations to the effect of an event', async () => {
    const url = await through('session', 'ignore_startup_parameters = idle_in_transaction_session_timeout');
    await (await openDatabase({ ...options, url }, silentLogger)).destroy();

    const system = await LedgerSystem.create({
      createDatabase: async () => {
        const { url: direct, drop } = await createTestDatabase('pooled');
        return { url: pgBouncer?.url(direct) ?? '', drop };
      },
    });
    try {
      await system.startAccounts();
      await system.startLedger();
      for (let n = 1; n <= 20; n++) await system.change('ada', n);
      await eventually(async () =>
        expect((await system.lines()).map(({ n }) => n)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1)),
      );
    } finally {
      await system.close();
    }
  });

  test('without leave for the settings of a session PgBouncer says which one it does not know', async () => {
    const url = await through('session');
    await expect(openDatabase({ ...options, url }, silentLogger)).rejects.toThrow(
      'idle_in_transaction_session_timeout',
    );
  });
});

test('straight to PostgreSQL one connection is enough to know', async () => {
  const pool = postgresPool(database.url, { max: 1 });
  pool.on('error', () => undefined); // the database is dropped before its last connection has gone
  await expect(requireOwnSessions(pool)).resolves.toBeUndefined();
  await pool.end();
});
