/** `streams status`: what it shows of a system that runs, that waits, and that is partly away. */
import type { SystemStatus } from '../../runtime/src/tools/index.js';
import { eventually } from '../infrastructure/test-infrastructure.js';
import { balanceChanged } from './ledger-contract.js';
import { LedgerSystem } from './ledger-system.js';
import { environmentOf, ops, opsIn, opsJson } from './operator.js';

let system: LedgerSystem;
beforeEach(async () => (system = await LedgerSystem.create()));
afterEach(async () => system.close());

const changes = async (count: number): Promise<void> => {
  for (let n = 1; n <= count; n++) await Promise.all(['ada', 'bob'].map(async (account) => system.change(account, n)));
};

const handled = (count: number): Promise<void> =>
  eventually(async () => expect(await system.lines()).toHaveLength(count));

const statusOf = async (): Promise<SystemStatus> => opsJson<SystemStatus>(system, 'streams', 'status');

/** Lag of the ledger on each partition that has any. */
const lags = ({ streams }: SystemStatus): readonly (number | undefined)[] =>
  streams
    .find(({ stream }) => stream === 'accounts-stream')
    ?.groups[0]?.partitions.map(({ lagEntries }) => lagEntries)
    .filter((lag) => lag !== 0) ?? [];

test('a system in which everything was handled needs no attention', async () => {
  await system.startAccounts();
  await system.startLedger();
  await changes(3);
  await handled(6);
  await eventually(async () => {
    const { exitCode, stdout } = await ops(system, 'streams', 'status');
    expect(stdout.replaceAll(/epoch \d+/g, 'epoch 1')).toBe(`\
SERVICE          OUTBOX BACKLOG  OLDEST  RELAY           CONSUMING INSTANCES
account-service  0 rows          -       leads, epoch 1  0
ledger-service   0 rows          -       leads, epoch 1  1

STREAM                              OWNER            ENTRIES  RECOVERIES  GROUP           LAG  PENDING  OWNED   RETRYING  WAITING  DEAD  STATE
accounts-stream                     account-service  6        0           ledger-service  0    0        4 of 4  0         0        0     running
accounts-stream.dlq.ledger-service  ledger-service   0        0           -
ledger-stream                       ledger-service   6        0           -

Nothing needs attention.
`);
    expect(exitCode).toBe(0);
  });
});

test('lag is counted in the outbox where Redis cannot tell', async () => {
  await system.startAccounts();
  const ledger = await system.startLedger();
  await changes(2);
  await handled(4);
  await system.stop(ledger);
  await changes(5);
  await eventually(async () => expect(lags(await statusOf())).toEqual([10]));

  for (const key of system.keys()) await system.redis.xgroup('DESTROY', key, 'ledger-service');
  const status = await statusOf();
  expect(lags(status)).toEqual([10]);
  expect(status.attention).toEqual([
    expect.objectContaining({
      subject: 'ledger-service on accounts-stream',
      what: expect.stringMatching(/^partitions 0, 1, 2, 3 have no living owner, and entries wait there\.$/),
    }),
  ]);
});

test('a position in mid-window counts only what follows it', async () => {
  await system.startAccounts();
  const ledger = await system.startLedger();
  await system.stop(ledger);
  await system.accounts.transaction(async (transaction) => {
    for (let n = 1; n <= 5; n++) await system.publish(balanceChanged, { accountId: 'ada', n }, transaction);
  });
  await eventually(async () => expect(await system.entryCount()).toBe(5));
  const [key = ''] = (
    await Promise.all(system.keys().map(async (one) => ((await system.redis.xlen(one)) > 0 ? one : undefined)))
  ).filter((one) => one !== undefined);
  const entries = await system.redis.xrange(key, '-', '+');
  await system.ledger.query('update consumer_position set entry_id = $1', [entries[1]?.[0]]);
  expect(lags(await statusOf())).toEqual([3]);
});

test('rows that nobody relays are shown with their age', async () => {
  const accounts = await system.startAccounts();
  await system.stop(accounts);
  await changes(1);
  const { exitCode, stdout } = await ops(system, 'streams', 'status');
  expect(stdout).toMatch(/^account-service +2 rows +\d\.\d s +nobody leads/m);
  expect(exitCode).toBe(0);
  await system.accounts.query(`update outbox set created_at = created_at - interval '1 minute'`);
  expect((await statusOf()).attention).toEqual([
    {
      subject: 'account-service',
      what: expect.stringMatching(/^2 outbox rows wait, the oldest for 6\d s, and no relay leads\.$/),
      fix: 'Start account-service.',
    },
  ]);
});

test('recoveries of a stream are counted, and when the last one was', async () => {
  await system.startAccounts();
  await changes(1);
  await eventually(async () => expect(await system.entryCount()).toBe(2));
  const filled = await Promise.all(system.keys().map(async (key) => (await system.redis.xlen(key)) > 0));
  await system.redis.del(...system.keys());
  await eventually(async () => expect(await system.entryCount()).toBe(2));

  const stream = (await statusOf()).streams.find((one) => one.stream === 'accounts-stream');

  const shown = stream?.partitions.map(({ recoveries = 0, recoveredAt }) => ({
    recoveries,
    isDated: Date.parse(recoveredAt ?? '') > 0,
  }));
  expect(shown).toEqual(filled.map((isFilled) => ({ recoveries: isFilled ? 1 : 0, isDated: isFilled })));
});

test('a database or a Redis that does not answer hides only its own part', async () => {
  await system.startAccounts();
  await changes(1);
  await eventually(async () => expect(await system.entryCount()).toBe(2));
  const environment = {
    ...environmentOf(system),
    STREAMPACT_DATABASES: `account-service=${system.databases['account-service']},ledger-service=postgres://u:secret@127.0.0.1:1/ledger`,
  };
  const { exitCode, stdout } = await opsIn({ environment }, 'streams', 'status');
  expect(exitCode).toBe(1);
  expect(stdout).toContain('accounts-stream  account-service  2');
  expect(stdout).toContain(
    'ledger-service: The database of ledger-service (127.0.0.1:1/ledger) cannot be used: connect ECONNREFUSED 127.0.0.1:1.',
  );
  const without = await opsIn(
    { environment: { ...environmentOf(system), REDIS_URL: 'redis://127.0.0.1:1' } },
    'streams',
    'status',
    '--partitions',
  );
  expect(without.exitCode).toBe(1);
  expect(without.stdout).toMatch(/^accounts-stream +account-service +\?/m);
  expect(without.stdout).toContain('Redis (redis://127.0.0.1:1) cannot be used: connect ECONNREFUSED 127.0.0.1:1.');
});

test('what is not there, or is named wrongly, is said with what to set', async () => {
  const nothing = await opsIn({}, 'streams', 'status');
  expect(nothing.exitCode).toBe(2);
  expect(nothing.stdout).toBe('');
  expect(nothing.stderr).toContain(
    'error SYSTEM_NOT_FOUND: No running "npm start" was found in this folder or above it, and STREAMPACT_DATABASES and REDIS_URL are not set.',
  );
  const wrong = await opsIn(
    { environment: { STREAMPACT_DATABASES: 'ledger-service', REDIS_URL: 'x' } },
    'streams',
    'status',
  );
  expect(wrong).toMatchObject({ exitCode: 2, stdout: '' });
  expect(wrong.stderr).toContain(
    'A part of STREAMPACT_DATABASES is "ledger-service", which is not the name of a service',
  );
  const empty = await opsIn(
    { environment: { ...environmentOf(system), STREAMPACT_DATABASES: 'x=postgres:///missing' } },
    'streams',
    'statsu',
  );
  expect(empty).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: "error: unknown command 'statsu'\n(Did you mean status?)\n",
  });
});
