/** What a service says at its start about the standbys of its PostgreSQL. */
import { Client } from 'pg';
import { postgresFindings } from '../../runtime/src/service/postgres-findings.js';
import { PostgresStandby, query, setOn } from '../faults/src/tools/postgres-standby.js';
import { eventually, startPostgres, type ServerHandle } from '../infrastructure/test-infrastructure.js';

let primary: ServerHandle;
beforeAll(async () => {
  // Else settings of throwaway data are findings.
  primary = await startPostgres({ settings: { wal_level: 'replica', fsync: 'on', full_page_writes: 'on' } });
  await query(primary, 'create role plain login');
});
afterAll(async () => primary.stop());

const findings = async (role?: string): ReturnType<typeof postgresFindings> => {
  const url = new URL(primary.url);
  if (role !== undefined) url.username = role;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    return await postgresFindings(client);
  } finally {
    await client.end();
  }
};

test('an asynchronous replica, a standby that is gone and commits that do not wait for it are told with what they cost', async () => {
  expect(await findings()).toEqual([]);

  const standby = await PostgresStandby.follow(primary, { name: 'db2', isSynchronous: false });
  try {
    expect(await findings()).toEqual([
      {
        severity: 'warning',
        subject: 'synchronous_standby_names',
        found: 'empty, with a replica attached',
        costs: expect.stringContaining('loses transactions that were answered as committed'),
        remedy: expect.stringContaining("'ANY 1 (db2, db3)'"),
      },
    ]);
    expect(await findings('plain')).toEqual([
      expect.objectContaining({
        found: 'empty, with a replica or a base backup attached',
        remedy: expect.stringContaining('grant pg_monitor'),
      }),
    ]);

    await setOn(primary, `synchronous_standby_names = 'db2'`);
    await eventually(async () => expect(await findings()).toEqual([]));
    expect(await findings('plain')).toEqual([]);

    await query(primary, 'alter role plain set synchronous_commit = local');
    expect(await findings('plain')).toEqual([
      expect.objectContaining({ subject: 'synchronous_commit', found: 'local, with synchronous_standby_names set' }),
    ]);

    await standby.server.kill();
    await eventually(async () =>
      expect(await findings()).toEqual([expect.objectContaining({ found: 'set, and no such standby attached' })]),
    );
  } finally {
    await setOn(primary, `synchronous_standby_names = ''`);
    await standby.stop();
  }
});
