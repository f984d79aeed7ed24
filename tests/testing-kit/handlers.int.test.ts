/** Goal: what the kit says of a handler is what a running service would do. Method: handlers that fail in every way there is. */
import {
  EventRuntime,
  newId,
  NonRetryableError,
  silentLogger,
  type DomainEvent,
  type HandlerContext,
} from '@streampact/runtime';
import { memoryBroker, testService, type TestService, type TestServiceOptions } from '@streampact/runtime/testing';
import type { DataSource } from 'typeorm';
import { openMigratedDatabase, type MigratedDatabase } from '../infrastructure/migrated-database.js';
import { eventually } from '../infrastructure/test-infrastructure.js';
import { ledgerService, type BalanceChanged } from '../integration/ledger-contract.js';

type BalanceChangedEvent = DomainEvent<'BALANCE_CHANGED', BalanceChanged>;
type Handle = (event: BalanceChangedEvent, context: HandlerContext) => Promise<void>;

let database: MigratedDatabase;
let dataSource: DataSource;
/** What the handler does in this test, before it writes its line. */
let before: Handle;
let service: TestService;

beforeEach(async () => {
  before = async () => undefined;
  database = await openMigratedDatabase('kit');
  ({ dataSource } = database);
  await dataSource.query('create table line (ordinal bigint generated always as identity, account_id text, n int)');
  service = await open();
});
afterEach(async () => {
  await database.close();
});

const open = async (policy: TestServiceOptions<object>['policy'] = {}): Promise<TestService> =>
  testService({
    service: ledgerService(),
    dataSource,
    policy,
    handlers: () => ({
      accountsStream: {
        balanceChanged: {
          // The contract's only message is BALANCE_CHANGED: the reader's validator has accepted it.
          handle: async (event, context) => {
            const change = event as BalanceChangedEvent;
            await context.transaction.query('insert into line (account_id, n) values ($1, $2)', [
              change.data.accountId,
              change.data.n,
            ]);
            await before(change, context);
          },
        },
      },
    }),
  });

const changed = (accountId: string, n: number): BalanceChangedEvent => ({
  id: newId(),
  type: 'BALANCE_CHANGED',
  timestamp: '2030-01-01T00:00:00.000Z',
  aggregateId: accountId,
  data: { accountId, n },
});
const lines = async (): Promise<readonly string[]> => {
  const rows = await dataSource.query<{ line: string }[]>(
    `select account_id || ' ' || n as line from line order by ordinal`,
  );
  return rows.map(({ line }) => line);
};

test('a handler that fails leaves nothing behind, and is tried again at its time', async () => {
  before = async (_event, { attempt }) => {
    if (attempt < 3) throw new Error('not now');
  };
  const { outcome } = await service.when(changed('ada', 1));
  expect(outcome).toMatchObject({ state: 'retrying', attempts: 1, dueInMs: 40, errors: [{ message: 'not now' }] });
  expect(await lines()).toEqual([]);
  expect((await service.advance(40)).outcome).toMatchObject({ state: 'retrying', attempts: 2, dueInMs: 80 });
  expect((await service.advance(80)).outcome).toMatchObject({ state: 'done', attempts: 3 });
  expect(await lines()).toEqual(['ada 1']);
});

test('its key waits behind it, in order, and other keys go on', async () => {
  before = async ({ data }, { attempt }) => {
    if (data.n === 1 && attempt === 1) throw new Error('not now');
  };
  const { outcomes } = await service.when([changed('ada', 1), changed('ada', 2), changed('bob', 2)]);
  expect(outcomes.map(({ state }) => state)).toEqual(['retrying', 'waiting', 'done']);
  const after = await service.advance(1_000);
  expect(after.outcomes.map(({ state }) => state)).toEqual(['done', 'done']);
  expect(await lines()).toEqual(['bob 2', 'ada 1', 'ada 2']);
});

test('a message that is given up keeps why, and its mirror is no event of the service', async () => {
  before = async () => {
    throw new NonRetryableError('never');
  };
  const { outcome, published } = await service.when(changed('ada', 1));
  expect(outcome).toMatchObject({ state: 'dead', attempts: 1, errors: [{ code: 'NON_RETRYABLE', message: 'never' }] });
  expect(published()).toEqual([]);
});

test('a policy other than the contract’s can be tried', async () => {
  before = async ({ data }) => {
    if (data.n === 1) throw new NonRetryableError('never');
  };
  await service.close();
  service = await open({ onDeadLetter: 'block-key' });
  const { outcomes } = await service.when([changed('ada', 1), changed('ada', 2)]);
  expect(outcomes.map(({ state }) => state)).toEqual(['dead', 'waiting']);
});

test('what is no message’s fault pauses, counts nothing, and goes on later', async () => {
  let isDown = true;
  before = async (_event, { transaction }) => {
    if (isDown) await transaction.query(`do $$ begin raise exception 'down' using errcode = '53300'; end $$`);
  };
  const { outcome } = await service.when(changed('ada', 1));
  expect(outcome).toMatchObject({ state: 'paused', attempts: 0, pausedBy: { message: 'down' } });
  isDown = false;
  await service.advance(0);
  expect(await lines()).toEqual(['ada 1']);
});

test('a handler that does not end is stopped', async () => {
  await service.close();
  service = await open({ handlerTimeoutMs: 20 });
  before = async (_event, { signal }) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
  };
  const { outcome } = await service.when(changed('ada', 1));
  expect(outcome).toMatchObject({ state: 'retrying', errors: [{ code: 'HANDLER_TIMEOUT' }] });
});

test('an entry that is no event is a dead letter; a type that nobody wants is ignored', async () => {
  const garbage = await service.whenEntry('accountsStream', ['who', 'knows']);
  expect(garbage.outcome).toMatchObject({ state: 'dead', errors: [{ code: 'ENVELOPE_INVALID' }] });
  const foreign = { ...changed('ada', 1), type: 'SOMETHING_ELSE' };
  expect((await service.when(foreign, { consumer: 'accountsStream' })).outcome.state).toBe('ignored');
});

test('a test goes on where the one before it ended, whatever its clock says', async () => {
  await service.given(changed('ada', 1));
  await service.close();
  service = await open();
  expect((await service.when(changed('ada', 2))).outcome.state).toBe('done');
  expect(await lines()).toEqual(['ada 1', 'ada 2']);
});

test('mistakes of a test are told as such', async () => {
  before = async () => {
    throw new Error('no');
  };
  const event = changed('ada', 1);
  await expect(service.given(event)).rejects.toThrow(`BALANCE_CHANGED ${event.id} is retrying: Error no. Events given`);
  await expect(service.when({ ...event, type: 'LEDGER_CLOSED' })).rejects.toThrow(
    'No consumer of this service receives',
  );
  await expect(service.whenEntry('ordersStream', [])).rejects.toThrow(
    'no consumer "ordersStream"; it has accountsStream',
  );
  const handlers = () => ({ accountsStream: { balanceLost: { handle: async () => undefined } } });
  await expect(testService({ service: ledgerService(), dataSource, handlers })).rejects.toThrow(
    'ledger-service.accountsStream has no balanceLost in its contract; it has balanceChanged.',
  );
});

test('a database that a running service uses is refused', async () => {
  await service.close();
  const runtime = new EventRuntime({
    service: ledgerService(),
    dataSource,
    redisUrl: 'redis://127.0.0.1:1',
    broker: memoryBroker().connect(),
    keyPrefix: '',
    logger: silentLogger,
    handlers: { accountsStream: { balanceChanged: { handle: async () => undefined } } },
  });
  await runtime.start();
  await eventually(() => expect(runtime.status.consumers.partitions).toEqual({ 'accounts-stream': 4 }));
  await expect(open()).rejects.toThrow(
    'A running instance of ledger-service reads accounts-stream with this database.',
  );
  await runtime.stopConsuming();
  await runtime.close();
});
