/** `streams rewind`, `pause`, `resume` and `audit`, while the services run. */
import { compareEntryIds, NonRetryableError } from '@streampact/runtime';
import {
  findSettings,
  rewind as rewindBy,
  ToolConnections,
  type Rewound,
  type SystemStatus,
} from '../../runtime/src/tools/index.js';
import { eventually } from '../infrastructure/test-infrastructure.js';
import { LedgerSystem, type LedgerLine } from './ledger-system.js';
import { environmentOf, ops, opsJson } from './operator.js';

let system: LedgerSystem;
beforeEach(async () => (system = await LedgerSystem.create()));
afterEach(async () => system.close());

const accounts = ['ada', 'bob', 'cleo', 'dan', 'eve'];

const changeAll = async (from: number, to: number): Promise<void> => {
  for (let n = from; n <= to; n++) await Promise.all(accounts.map(async (account) => system.change(account, n)));
};

const linesOf = async (): Promise<ReadonlyMap<string, readonly number[]>> => {
  const lines = new Map<string, number[]>();
  for (const { accountId, n } of await system.lines()) lines.set(accountId, [...(lines.get(accountId) ?? []), n]);
  return lines;
};

const everyAccount = (...ns: readonly number[]): ReadonlyMap<string, readonly number[]> =>
  new Map(accounts.map((account) => [account, ns]));

const expectLines = (expected: ReadonlyMap<string, readonly number[]>): Promise<void> =>
  eventually(async () => expect(await linesOf()).toEqual(expected));

const rewind = async (...argv: readonly string[]): ReturnType<typeof ops> =>
  ops(system, 'streams', 'rewind', 'ledger-service', '--stream', 'accounts-stream', ...argv);

/** The lowest id of the entries that hold change `n`. */
const firstEntryOf = async (n: number): Promise<string> => {
  const ids: string[] = [];
  for (const key of system.keys()) {
    for (const [id, fields] of await system.redis.xrange(key, '-', '+')) {
      if ((fields ?? []).some((value) => value.includes(`"n":${String(n)}}`))) ids.push(id);
    }
  }
  return ids.toSorted(compareEntryIds)[0] ?? '';
};

test('everything since an entry is handled again, in the order of each key, while the services run', async () => {
  await system.startAccounts();
  await system.startLedger();
  await system.startLedger();
  await changeAll(1, 2);
  await expectLines(everyAccount(1, 2));
  await changeAll(3, 4);
  await expectLines(everyAccount(1, 2, 3, 4));

  const { exitCode, stdout } = await rewind('--to', await firstEntryOf(3));
  expect(stdout).toMatch(
    /^ledger-service goes back to \d+-\d+ on accounts-stream, in \d of 4 partitions\.\n {2}handled again: 10 messages \(10 done, 0 retrying, 0 waiting\)\n$/,
  );
  expect(exitCode).toBe(0);
  await changeAll(5, 5);

  await expectLines(everyAccount(1, 2, 3, 4, 3, 4, 5));
});

test('rewinds under load, one after the other, lose and reorder nothing', async () => {
  await system.startAccounts();
  await system.startLedger();
  await system.startLedger();
  await changeAll(1, 3);
  await expectLines(everyAccount(1, 2, 3));
  const from = await firstEntryOf(2);
  const changing = changeAll(4, 60);
  for (let times = 0; times < 4; times++) expect((await rewind('--to', from)).exitCode).toBe(0);
  await changing;
  await eventually(async () => {
    for (const [account, ns] of await linesOf()) expect({ account, last: ns.at(-1) }).toEqual({ account, last: 60 });
  });
  // A key goes on by one, or back to the change that was asked for; the last time it came all the way.
  for (const ns of (await linesOf()).values()) {
    const backs = ns.filter((n, index) => index > 0 && n !== (ns[index - 1] ?? 0) + 1);
    expect(backs).toEqual(backs.map(() => 2));
    expect(backs.length).toBeLessThanOrEqual(4);
  }
});

test('a dry run says how many messages it would be, and changes nothing', async () => {
  await system.startAccounts();
  await system.startLedger();
  await changeAll(1, 2);
  await expectLines(everyAccount(1, 2));
  const positions = await system.ledger.query('select * from consumer_position order by partition');

  const { exitCode, stdout } = await rewind('--to', 'start', '--dry-run');
  expect(exitCode).toBe(0);
  expect(stdout).toContain('ledger-service would go back to 0-0 on accounts-stream');
  expect(stdout).toContain(
    'handled again: 10 messages (10 done, 0 retrying, 0 waiting)\nNothing was changed (--dry-run).\n',
  );

  expect(await system.ledger.query('select * from consumer_position order by partition')).toEqual(positions);
  expect((await ops(system, 'streams', 'audit')).stdout).toBe('AT  SERVICE  WHO  COMMAND  DETAILS\n');
  await changeAll(3, 3);
  await expectLines(everyAccount(1, 2, 3));
});

test('retrying and waiting messages come again in order; dead letters stay dead', async () => {
  await system.close();
  // Its attempts must not be over before the rewind.
  const retry = { attempts: 1_000, firstDelayMs: 40, maxDelayMs: 200, jitter: 0 };
  system = await LedgerSystem.create({ consumer: { retry } });
  const handled: LedgerLine[] = [];
  let isBroken = true;
  await system.startAccounts();
  await system.startLedger(async (event, context) => {
    const { accountId, n } = event.data;
    if (accountId === 'bob' && n === 1) throw new NonRetryableError('Nobody can handle this.');
    if (isBroken && accountId === 'ada' && n === 2) throw new Error('Not yet.');
    handled.push({ accountId, n });
    await system.write(event, context);
  });
  for (const n of [1, 2, 3]) for (const account of ['ada', 'bob']) await system.change(account, n);
  await eventually(async () => {
    const states = [...(await system.inbox()).values()].map(({ state }) => state).toSorted();
    expect(states).toEqual(['dead', 'done', 'done', 'done', 'retrying', 'waiting']);
  });

  const rewound = await opsJson<Rewound>(
    system,
    'streams',
    'rewind',
    'ledger-service',
    '--stream',
    'accounts-stream',
    '--to',
    'start',
    '--who',
    'ada',
  );
  expect(rewound).toMatchObject({ done: 3, retrying: 1, waiting: 1, dead: 1, notInStream: 0 });
  isBroken = false;
  await expectLines(
    new Map([
      ['ada', [1, 1, 2, 3]],
      ['bob', [2, 3, 2, 3]],
    ]),
  );
  expect(handled.filter(({ accountId }) => accountId === 'bob').map(({ n }) => n)).toEqual([2, 3, 2, 3]);

  const { stdout } = await ops(system, 'streams', 'audit');
  expect(stdout).toMatch(
    /^AT +SERVICE +WHO +COMMAND +DETAILS\n\S+Z +ledger-service +ada +streams rewind +\{"group":"ledger-service",/,
  );
});

test('what cannot come again, and what the inbox has forgotten, needs --force', async () => {
  await system.startAccounts();
  await system.startLedger();
  await changeAll(1, 3);
  await expectLines(everyAccount(1, 2, 3));

  // As if all of it had been handled longer ago than an inbox keeps what is done.
  await system.ledger.query(`delete from inbox`);
  const connections = new ToolConnections(findSettings(environmentOf(system), '/'));
  const place = { group: 'ledger-service', stream: 'accounts-stream', to: 'start' };
  await expect(rewindBy(connections, { ...place, forgottenAfterMs: 0 })).rejects.toMatchObject({
    code: 'CHANGE_REFUSED',
    message: expect.stringMatching(
      /^Partition \d of accounts-stream goes back past the oldest message in the inbox of ledger-service/,
    ),
  });
  await connections.close();
  expect((await rewind('--to', 'start', '--force')).exitCode).toBe(0);
  await expectLines(everyAccount(1, 2, 3, 1, 2, 3));

  for (const key of system.keys()) await system.redis.xtrim(key, 'MAXLEN', 0);
  const gone = await rewind('--to', 'start');
  expect(gone).toMatchObject({ exitCode: 2, stdout: '' });
  expect(gone.stderr).toContain(
    'error CHANGE_REFUSED: 15 of the messages that ledger-service handled after that are not in accounts-stream any more.',
  );
});

test('a batch that goes on for too long is waited for, and then nothing is changed', async () => {
  await system.startAccounts();
  await system.startLedger();
  await changeAll(1, 1);
  await expectLines(everyAccount(1));
  const batch = system.ledger.createQueryRunner();
  await batch.startTransaction();
  await batch.query('select from consumer_lease for share');
  const connections = new ToolConnections(findSettings(environmentOf(system), '/'));
  const place = { group: 'ledger-service', stream: 'accounts-stream', to: 'start' };
  await expect(rewindBy(connections, { ...place, lockTimeoutMs: 200 })).rejects.toThrow(
    'A batch of ledger-service on accounts-stream has been under way for 0.2 s. Nothing was changed. Try again, or first: ' +
      'streams pause ledger-service --stream accounts-stream',
  );
  await connections.close();
  await batch.rollbackTransaction();
  await batch.release();
});

test('groups, streams, times and partitions that mean nothing are refused with what there is', async () => {
  await system.startAccounts();
  await system.startLedger();
  await changeAll(1, 1);
  await expectLines(everyAccount(1));
  const refusal = async (...argv: readonly string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await ops(system, 'streams', 'rewind', ...argv);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    return stderr;
  };
  expect(await refusal('ledgr', '--stream', 'accounts-stream', '--to', 'start')).toBe(
    'error NAME_UNKNOWN: There is no consumer group "ledgr"; known: ledger-service.\n',
  );
  expect(await refusal('ledger-service', '--stream', 'ledger-stream', '--to', 'start')).toBe(
    'error NAME_UNKNOWN: There is no stream that ledger-service reads "ledger-stream"; known: accounts-stream.\n',
  );
  const place = ['ledger-service', '--stream', 'accounts-stream'];
  expect(await refusal(...place, '--to', 'last tuesday')).toMatch(
    /^error TOOL_SETTING_INVALID: --to is "last tuesday", which is not "start", an entry id/,
  );
  expect(await refusal(...place, '--to', '2026-11-24T09:30:00')).toContain('which is not "start"');
  expect(await refusal(...place, '--to', '2999-01-01')).toContain('"2999-01-01", which is not a time that has passed.');
  expect(await refusal(...place, '--to', 'start', '--partition', '4')).toContain(
    '--partition is "4", which is not one of 0 to 3, the partitions of accounts-stream.',
  );
  expect(await refusal(...place, '--to', 'start', '--partition', 'x')).toContain(
    "'x' is invalid. It is a number from 0 up.",
  );
  expect(await refusal(...place)).toBe("error: required option '--to <place>' not specified\n");
  expect((await rewind('--to', new Date().toISOString())).stdout).toBe(
    'Nothing to do: ledger-service stands at or before that on all of accounts-stream.\n',
  );
});

test('a paused group handles nothing until it is resumed', async () => {
  await system.startAccounts();
  await system.startLedger();
  await changeAll(1, 1);
  await expectLines(everyAccount(1));

  const paused = await ops(system, 'streams', 'pause', 'ledger-service');
  expect(paused).toMatchObject({ exitCode: 0, stdout: 'ledger-service is paused on accounts-stream.\n' });
  expect((await ops(system, 'streams', 'pause', 'ledger-service')).stdout).toBe(
    'ledger-service was paused already on accounts-stream.\n',
  );
  const status = await opsJson<SystemStatus>(system, 'streams', 'status');
  expect(status.attention).toEqual([
    {
      subject: 'ledger-service on accounts-stream',
      what: expect.stringMatching(/^paused since .*Z\.$/),
      fix: 'streams resume ledger-service --stream accounts-stream',
    },
  ]);

  await ops(system, 'streams', 'resume', 'ledger-service', '--stream', 'accounts-stream', '--dry-run');
  expect((await ops(system, 'streams', 'status')).stdout).toMatch(/ paused$/m);
  expect((await ops(system, 'streams', 'resume', 'ledger-service')).stdout).toBe(
    'ledger-service goes on with accounts-stream.\n',
  );
  await changeAll(2, 2);
  await expectLines(everyAccount(1, 2));
});
