/** What only looks may look at a standby: the heavy command, `streams verify`, costs the primary nothing there. */
import { createDatabase, dropDatabase } from '@streampact/local';
import { PostgresStandby } from '../faults/src/tools/postgres-standby.js';
import { eventually, startPostgres, type ServerHandle } from '../infrastructure/test-infrastructure.js';
import { LedgerSystem } from './ledger-system.js';
import { environmentOf, opsIn, type Ended } from './operator.js';

let primary: ServerHandle;
let standby: PostgresStandby;
let system: LedgerSystem;
beforeAll(async () => {
  primary = await startPostgres({ settings: { wal_level: 'replica' } });
  let made = 0;
  system = await LedgerSystem.create({
    createDatabase: async () => {
      const name = `ledger_${String(made++)}`;
      return { url: await createDatabase(primary.url, name), drop: () => dropDatabase(primary.url, name) };
    },
  });
  standby = await PostgresStandby.follow(primary, { name: 'db2', isSynchronous: false });
});
afterAll(async () => {
  await standby.stop();
  await system.close();
  await primary.stop();
});

/** As an operator sets it: both hosts, and the standby if there is one. */
const onStandby = async (...argv: readonly string[]): Promise<Ended> => {
  const both = `127.0.0.1:${String(primary.port)},127.0.0.1:${String(standby.server.port)}`;
  const databases = Object.entries(system.databases).map(([service, url]) => {
    const { username, pathname } = new URL(url);
    return `${service}=postgres://${username}@${both}${pathname}?target_session_attrs=prefer-standby`;
  });
  return opsIn({ environment: { ...environmentOf(system), STREAMPACT_DATABASES: databases.join(',') } }, ...argv);
};

test('streams verify and status read a standby, and what changes something is refused there', async () => {
  await system.startAccounts();
  await system.startLedger();
  for (let n = 1; n <= 10; n++) await system.change('ada', n);
  await eventually(async () => expect(await system.lines()).toHaveLength(10));
  await eventually(async () => {
    const { exitCode, stderr } = await onStandby('streams', 'verify');
    expect(stderr).toMatch(/^\d+ entries of 3 streams as they should be/);
    expect(exitCode).toBe(0);
  });
  expect(await onStandby('streams', 'status')).toMatchObject({ exitCode: 0 });

  const refused = await onStandby('streams', 'pause', 'ledger-service');
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('read-only transaction');
});
