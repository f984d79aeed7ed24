/** `streams verify`. Method: a stream is damaged by hand while no relay runs that would put it right. */
import type { Verification } from '../../runtime/src/tools/index.js';
import { eventually } from '../infrastructure/test-infrastructure.js';
import { balanceChanged } from './ledger-contract.js';
import { LedgerSystem } from './ledger-system.js';
import { ops, opsIn, environmentOf, opsJson } from './operator.js';

let system: LedgerSystem;
beforeEach(async () => (system = await LedgerSystem.create()));
afterEach(async () => system.close());

/** Changes 1 to `count` of one account, all in its partition, and nobody relays any more. @returns the partition's key */
const givenStreamed = async (count: number): Promise<string> => {
  const accounts = await system.startAccounts();
  for (let n = 1; n <= count; n++) await system.change('ada', n);
  await eventually(async () => expect(await system.entryCount()).toBe(count));
  await system.stop(accounts);
  for (const key of system.keys()) if ((await system.redis.xlen(key)) === count) return key;
  throw new Error('No partition holds the entries.');
};

const findings = async (): Promise<readonly (readonly [kind: string, entryId: string, details: string])[]> => {
  const { streams } = await opsJson<Verification>(system, 'streams', 'verify', 'accounts-stream');
  return (streams[0]?.findings ?? []).map(({ kind, entryId, details }) => [kind, entryId, details]);
};

const idsOf = async (key: string): Promise<string[]> => (await system.redis.xrange(key, '-', '+')).map(([id]) => id);

test('streams that hold what was committed are as they should be', async () => {
  await givenStreamed(5);
  const { exitCode, stdout, stderr } = await ops(system, 'streams', 'verify');
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
  expect(stderr).toMatch(/^5 entries of 1 stream as they should be \(\d+\.\d s\)\.\n$/);
});

test('entries that were deleted are missing', async () => {
  const key = await givenStreamed(5);
  const [, second = '', , fourth = ''] = await idsOf(key);
  await system.redis.xdel(key, second, fourth);
  expect(await findings()).toEqual([
    ['missing', second, expect.stringMatching(/^event [0-9a-f-]{36}$/)],
    ['missing', fourth, expect.stringMatching(/^event [0-9a-f-]{36}$/)],
  ]);
  const { exitCode, stdout, stderr } = await ops(system, 'streams', 'verify', 'accounts-stream');
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^STREAM +PARTITION +ENTRY +FINDING +DETAILS\naccounts-stream +\d +\d+-2 +missing +event /);
  expect(stderr).toMatch(/^3 entries of 1 stream as they should be; 2 findings \(/);
});

test('entries whose content is not what was committed are altered, and their payload is not told', async () => {
  const key = await givenStreamed(3);
  const entries = await system.redis.xrange(key, '-', '+');
  await system.redis.del(key);
  for (const [index, [id, fields]] of entries.entries()) {
    const written = (fields ?? []).map((value) => (index === 1 && value.startsWith('{') ? '{"n":"secret"}' : value));
    await system.redis.xadd(key, id, ...written, ...(index === 2 ? ['extra', '1'] : []));
  }
  expect(await findings()).toEqual([
    ['altered', entries[1]?.[0], 'data differs'],
    ['altered', entries[2]?.[0], 'extra differs'],
  ]);
});

test('entries that no window assigned are foreign', async () => {
  const key = await givenStreamed(2);
  const foreign = await system.redis.xadd(key, '*', 'id', '0198b6f0-5a3c-7c51-9d0e-6f6a1c2b3d4e', 'data', 'secret');
  expect(await findings()).toEqual([
    ['foreign', foreign, 'fields id, data; event 0198b6f0-5a3c-7c51-9d0e-6f6a1c2b3d4e'],
  ]);
});

test('a stream that lost its tail is behind while nobody relays, and not once somebody does', async () => {
  const key = await givenStreamed(3);
  const [first = '', , third = ''] = await idsOf(key);
  const [entry] = await system.redis.xrange(key, first, first);
  await system.redis.del(key);
  await system.redis.xadd(key, first, ...(entry?.[1] ?? []));
  expect(await findings()).toEqual([
    ['behind', first, `entries up to ${third} are assigned; a relay that runs appends them`],
  ]);
  await system.startAccounts();
  expect(await findings()).toEqual([]);
});

test('an earlier event of a key that comes after a later one is out of order', async () => {
  await system.startAccounts();
  await system.accounts.transaction(async (transaction) => {
    await system.publish(balanceChanged, { accountId: 'ada', n: 1 }, transaction);
    await system.change('bob', 1);
    await eventually(async () => expect(await system.entryCount()).toBe(1));
  });
  await eventually(async () => expect(await system.entryCount()).toBe(2));
  // As if both were one key: what the lock at publishing prevents.
  await system.accounts.query(`update outbox set key = 'bob' where key = 'ada'`);
  expect((await findings()).map(([kind, , details]) => [kind, details])).toEqual(
    expect.arrayContaining([['out-of-order', 'row 2 of its key was committed later and comes before it']]),
  );
});

test('streams are verified while events come and Redis loses everything', async () => {
  await system.startAccounts();
  const changing = (async () => {
    for (let n = 1; n <= 300; n++) await system.change(`account-${String(n % 7)}`, n);
  })();
  for (let times = 0; times < 5; times++) {
    expect(await findings()).toEqual([]);
    await system.redis.del(...system.keys());
  }
  await changing;
  await eventually(async () => expect(await system.entryCount()).toBe(300));
  expect(await findings()).toEqual([]);
});

test('a stream that nobody knows is refused with those that there are; one whose owner is not named is told', async () => {
  await givenStreamed(1);
  await system.startLedger();
  expect(await ops(system, 'streams', 'verify', 'acounts-stream')).toEqual({
    exitCode: 2,
    stdout: '',
    stderr:
      'error NAME_UNKNOWN: There is no stream "acounts-stream"; known: accounts-stream, accounts-stream.dlq.ledger-service, ledger-stream.\n',
  });
  const environment = {
    ...environmentOf(system),
    STREAMPACT_DATABASES: `ledger-service=${system.databases['ledger-service']}`,
  };
  await eventually(async () => {
    const { exitCode, stderr } = await opsIn({ environment }, 'streams', 'verify');
    expect(exitCode).toBe(0);
    expect(stderr).toContain("; not compared, for their owner's database is not named: accounts-stream (");
  });
});
