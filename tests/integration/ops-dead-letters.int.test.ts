/** `streams dead-letters`: what was given up is found, shown without its payload, put back, mended, or given up for good. */
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NonRetryableError } from '@streampact/runtime';
import {
  replay,
  findSettings,
  ToolConnections,
  type ListedDeadLetter,
  type ShownDeadLetter,
} from '../../runtime/src/tools/index.js';
import { eventually } from '../infrastructure/test-infrastructure.js';
import { ledgerService } from './ledger-contract.js';
import { LedgerSystem } from './ledger-system.js';
import { environmentOf, ops, opsIn, opsJson } from './operator.js';

let system: LedgerSystem;
beforeEach(async () => (system = await LedgerSystem.create()));
afterEach(async () => system.close());

/** Change 1 of each account is given up until it is said to be mended. @returns mends it */
const givenDeadLetters = async (...accounts: readonly string[]): Promise<() => void> => {
  let isMended = false;
  await system.startAccounts();
  await system.startLedger(async (event, context) => {
    if (!isMended && event.data.n === 1) throw new NonRetryableError(`${event.data.accountId} is unknown here.`);
    await system.write(event, context);
  });
  for (const account of accounts) await system.change(account, 1);
  await eventually(async () => expect(await list()).toHaveLength(accounts.length));
  return () => (isMended = true);
};

const list = async (...filters: readonly string[]): Promise<readonly ListedDeadLetter[]> =>
  opsJson<readonly ListedDeadLetter[]>(system, 'streams', 'dead-letters', 'list', ...filters);

const deadLetters = async (...argv: readonly string[]): ReturnType<typeof ops> =>
  ops(system, 'streams', 'dead-letters', ...argv);

const idOf = async (account: string): Promise<string> => (await list('--key', account))[0]?.id ?? '';

test('dead letters of every group are listed with their reason', async () => {
  await givenDeadLetters('ada', 'bob');
  const { exitCode, stdout, stderr } = await deadLetters('list');
  expect(exitCode).toBe(1);
  expect(stderr).toBe('2 dead letters.\n');
  const [head = '', first = ''] = stdout.split('\n');
  expect(head).toMatch(/^DIED +ID +GROUP +STREAM +TYPE +KEY +ATTEMPTS +WAITING BEHIND +ERROR$/);
  expect(first).toMatch(
    /^\S+Z +[0-9a-f-]{36} +ledger-service +accounts-stream +BALANCE_CHANGED +ada +1 +0 +NON_RETRYABLE: ada is unknown here\.$/,
  );
  expect(await list('--key', 'bob', '--type', 'BALANCE_CHANGED', '--group', 'ledger-service')).toHaveLength(1);
  expect(await deadLetters('list', '--type', 'OTHER')).toEqual({
    exitCode: 0,
    stdout: '',
    stderr: 'No dead letters.\n',
  });
});

test('a payload is shown only when it is asked for', async () => {
  await givenDeadLetters('ada');
  const id = await idOf('ada');
  const { stdout } = await deadLetters('show', id);
  expect(stdout).toContain('payload   hidden: --reveal\n');
  expect(stdout).toContain('its key   goes on\n');
  expect(stdout).toMatch(/\n {2}attempt 1 at \S+Z: NON_RETRYABLE: ada is unknown here\.\n {4}NonRetryableError: ada/);
  expect(stdout).not.toContain('accountId');
  expect((await deadLetters('show', id, '--reveal')).stdout).toContain('"accountId": "ada"');
  const [shown] = await opsJson<readonly ShownDeadLetter[]>(system, 'streams', 'dead-letters', 'show', id);
  expect(shown?.event).toMatchObject({ id, data: 'hidden: --reveal' });
});

test('a dead letter that is replayed is handled, and who did it is on record', async () => {
  const mend = await givenDeadLetters('ada', 'bob');
  mend();
  const id = await idOf('ada');
  expect((await deadLetters('replay', id, '--dry-run')).stdout).toBe(
    '1 dead letter of ledger-service would be replayed.\nNothing was changed (--dry-run).\n',
  );
  expect(await list()).toHaveLength(2);
  expect(await deadLetters('replay', id, '--who', 'ada')).toEqual({
    exitCode: 0,
    stdout: '1 dead letter of ledger-service replayed.\n',
    stderr: '',
  });
  await eventually(async () => expect(await system.lines()).toEqual([{ accountId: 'ada', n: 1 }]));
  const { stdout } = await ops(system, 'streams', 'audit', '--service', 'ledger-service');
  expect(stdout).toContain(`  ada  streams dead-letters replay  {"group":"ledger-service","ids":["${id}"]}\n`);
});

test('all that filters leave are replayed, or discarded', async () => {
  const mend = await givenDeadLetters('ada', 'bob', 'cleo');
  mend();
  expect((await deadLetters('discard', '--all', '--key', 'bob')).stdout).toBe(
    '1 dead letter of ledger-service discarded.\n',
  );
  expect((await deadLetters('replay', '--all')).stdout).toBe('2 dead letters of ledger-service replayed.\n');
  expect((await deadLetters('replay', '--all')).stdout).toBe('No dead letters.\n');
  await eventually(async () =>
    expect((await system.lines()).map(({ accountId }) => accountId).toSorted()).toEqual(['ada', 'cleo']),
  );
});

test('a payload is mended with --edit, and checked where the contract is at hand', async () => {
  await givenDeadLetters('ada');
  const id = await idOf('ada');
  const folder = mkdtempSync(join(tmpdir(), 'ops-'));
  writeFileSync(join(folder, 'payload.json'), '{"accountId":"ada","n":7}');
  const { stdout, stderr } = await opsIn(
    { environment: environmentOf(system), folder },
    'streams',
    'dead-letters',
    'replay',
    id,
    '--edit',
    '@payload.json',
  );
  rmSync(folder, { recursive: true });
  expect(stdout).toBe('1 dead letter of ledger-service replayed.\n');
  expect(stderr).toMatch(
    /^The payload is not checked: @streampact\/generated\/registry .+\. --definitions <module> names another one\.\n$/,
  );
  await eventually(async () => expect(await system.lines()).toEqual([{ accountId: 'ada', n: 7 }]));
});

test('a payload that breaks the contract is refused', async () => {
  await givenDeadLetters('ada');
  const connections = new ToolConnections(findSettings(environmentOf(system), '/'));
  const message = Object.values(ledgerService().consumers)[0]?.messages['balanceChanged'];
  const definitions = { messageOf: () => message };
  const ids = [await idOf('ada')];
  await expect(replay(connections, { ids, data: { accountId: 'ada', n: 'x' }, definitions })).rejects.toMatchObject({
    code: 'CONTRACT_VIOLATION',
  });
  await expect(replay(connections, { ids, data: { accountId: 'bob', n: 1 }, definitions })).rejects.toMatchObject({
    code: 'DEAD_LETTER_REFUSED',
  });
  await connections.close();
  expect(await list()).toHaveLength(1);
});

test('what is not there, or makes no sense, is refused and changes nothing', async () => {
  await givenDeadLetters('ada');
  const refusal = async (...argv: readonly string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await deadLetters(...argv);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    return stderr;
  };
  const nobody = '0198b6f0-5a3c-7c51-9d0e-6f6a1c2b3d4e';
  expect(await refusal('show', nobody)).toBe(
    `error DEAD_LETTER_REFUSED: There is no dead letter ${nobody} in the inbox of account-service, ledger-service. "streams dead-letters list" names those that there are.\n`,
  );
  expect(await refusal('show', 'x')).toBe(
    'error TOOL_SETTING_INVALID: The id is "x", which is not the UUID of an event.\n',
  );
  expect(await refusal('replay')).toBe('error: Which ones? Give their ids, or --all with filters.\n');
  expect(await refusal('replay', nobody, '--all')).toBe('error: Give ids or --all, not both.\n');
  expect(await refusal('replay', '--all', '--edit', '{}')).toBe('error: --edit is for one id.\n');
  const id = await idOf('ada');
  expect(await refusal('replay', id, '--edit', '{')).toContain('--edit is "…", which is not JSON');
  expect(await refusal('replay', id, '--edit', '@nowhere.json')).toContain(
    '--edit is "@nowhere.json", which is not JSON',
  );
  expect(await refusal('replay', id, '--edit', '{}', '--definitions', './nowhere.js')).toContain(
    '--definitions is "./nowhere.js", which is not a module that loads: ',
  );
  expect(await refusal('replay', id, nobody)).toContain(`There is no dead letter ${nobody}`);
  expect(await refusal('list', '--limit', '0')).toContain("'0' is invalid. It is a number from 1 to 1000000.");
  expect(await list()).toHaveLength(1);
});
