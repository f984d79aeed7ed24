/** `sagas` and `streams rebase` from the command line; what they do is tested with sagas and eras themselves. */
import { ops, opsJson } from './operator.js';
import { LedgerSystem } from './ledger-system.js';
import type { ListedSaga } from '../../runtime/src/tools/index.js';

let system: LedgerSystem;
beforeEach(async () => (system = await LedgerSystem.create()));
afterEach(async () => system.close());

/** A saga whose timer has failed, as rows: any service's sagas are the same tables. */
const givenSaga = async (): Promise<void> => {
  await system.ledger.query(
    `insert into saga (name, id, state, version, data, correlation_id, history)
     values ('transfer', 't-1', 'reserving', 1, '{"owner":"Ada"}', 'story-1', '[{"at":"2026-11-27T00:00:00Z","input":"begin","from":null,"to":"reserving"}]')`,
  );
  await system.ledger.query(
    `insert into saga_timer (saga, id, timer, due_at, next_at, failures, error)
     values ('transfer', 't-1', 'deadline', now() - interval '1 minute', now() + interval '1 hour', 2, '{"code":"X"}')`,
  );
};

test('sagas are listed, shown without their data, and retried on record', async () => {
  await givenSaga();
  expect(await opsJson<readonly ListedSaga[]>(system, 'sagas', 'list')).toEqual([
    expect.objectContaining({ service: 'ledger-service', name: 'transfer', id: 't-1', failedTimers: 1 }),
  ]);
  expect((await ops(system, 'sagas', 'list', '--only', 'stuck')).exitCode).toBe(1);

  const { stdout } = await ops(system, 'sagas', 'show', 'transfer', 't-1');
  expect(stdout).toContain('saga     transfer t-1 of ledger-service\nstate    reserving\n');
  expect(stdout).toContain('data     hidden: --reveal\n');
  expect(stdout).toMatch(/\nTimers\nTIMER +DUE +NEXT TRY +FAILURES +ERROR\ndeadline +\S+Z +\S+Z +2 +\{"code":"X"\}\n/);
  expect(stdout).not.toContain('Ada');
  expect((await ops(system, 'sagas', 'show', 'transfer', 't-1', '--reveal')).stdout).toContain('{"owner":"Ada"}');

  expect((await ops(system, 'sagas', 'retry', 'transfer', 't-1', '--dry-run')).stdout).toBe(
    'Would be due now:\n  timer deadline\nNothing was changed (--dry-run).\n',
  );
  expect((await ops(system, 'sagas', 'retry', 'transfer', 't-1')).stdout).toBe('Due now:\n  timer deadline\n');
  const [timer] = await system.ledger.query<{ due: boolean }[]>('select next_at <= now() as due from saga_timer');
  expect(timer).toEqual({ due: true });
  expect((await ops(system, 'streams', 'audit')).stdout).toMatch(
    / sagas retry +\{"service":"ledger-service","name":"transfer"/,
  );
});

test('a saga that nobody has is refused with some that there are', async () => {
  await givenSaga();
  expect(await ops(system, 'sagas', 'show', 'transfer', 't-2')).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: 'error NAME_UNKNOWN: There is no saga "transfer t-2"; known: transfer t-1.\n',
  });
});

test('only a database that was moved to another cluster, and only while its service is stopped, is rebased', async () => {
  const accounts = await system.startAccounts();
  await system.change('ada', 1);
  await system.stop(accounts);
  expect(await ops(system, 'streams', 'rebase', 'account-service')).toEqual({
    exitCode: 2,
    stdout: '',
    stderr:
      'error REBASE_REFUSED: This database is in the cluster that its outbox was written in: there is nothing to rebase.\n',
  });
  await system.accounts.query('update outbox_era set system_identifier = 1');
  expect((await ops(system, 'streams', 'rebase', 'account-service', '--dry-run')).stdout).toMatch(
    /^account-service would begin era 2; \d events? that no window held (is|are) relayed when it starts\.\nNothing was changed/,
  );
  expect(await ops(system, 'streams', 'rebase', 'account-service')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^account-service begins era 2;/),
  });
  expect((await ops(system, 'streams', 'rebase', 'acount-service')).stderr).toBe(
    'error NAME_UNKNOWN: There is no service "acount-service"; known: account-service, ledger-service.\n',
  );
});

test('a database of an older version is told to be started once', async () => {
  await system.ledger.query('drop table streampact_audit, saga_timer, saga_step, saga_deferred, saga cascade');
  const { exitCode, stderr } = await ops(system, 'sagas', 'list');
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(
    /^error TABLES_MISSING: The database of ledger-service \(\S+\) lacks what this version needs: relation "saga" does not exist\. Start the service once/,
  );
});
