/**
 * Goal: the inbox forgets what can never be delivered again, and nothing else. Method: the age of rows is set by hand; entries
 * go from their stream by the relay's own trimming.
 */
import { eventually, startRedis, type ServerHandle } from '../infrastructure/test-infrastructure.js';
import { LedgerSystem } from './ledger-system.js';

let system: LedgerSystem;
let server: ServerHandle;

afterEach(async () => {
  await system.close();
  await server.stop();
});

const create = async (retentionMs?: number): Promise<void> => {
  server = await startRedis();
  system = await LedgerSystem.create({ redisUrl: server.url, ...(retentionMs === undefined ? {} : { retentionMs }) });
  await system.startAccounts();
  await system.startLedger(
    async (event, context) => {
      if (event.data.n === 3) throw new Error('never');
      await system.write(event, context);
    },
    { forgetEveryMs: 100 },
  );
};

const change = async (from: number, to: number): Promise<void> => {
  for (let n = from; n <= to; n++) await system.change('ada', n);
};

const received = async (): Promise<readonly { n: number; state: string }[]> => {
  const rows = await system.ledger.query<{ id: string; state: string }[]>('select id, state from inbox');
  const events = await system.ledger.query<{ event_id: string; n: number }[]>('select event_id, n from line');
  return rows
    .map(({ id, state }) => ({ n: events.find((line) => line.event_id === id)?.n ?? 3, state }))
    .toSorted((left, right) => left.n - right.n);
};

const age = async (days: number): Promise<void> => {
  await system.ledger.query(`update inbox set received_at = received_at - $1 * interval '1 day'`, [days]);
};

const untilHandled = async (count: number): Promise<void> =>
  eventually(async () => expect((await received()).filter(({ state }) => state !== 'retrying')).toHaveLength(count));

/** Several rounds of forgetting. */
const aWhile = async (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 600));

test('what is done, old, and gone from its stream is forgotten; dead letters stay', async () => {
  await create(1);
  await change(1, 5);
  await untilHandled(5);
  await age(15); // a week of retention by the consumer's contract, and a week more
  await change(6, 7); // what lies before the newest window goes from the stream

  await eventually(async () =>
    expect(await received()).toEqual([
      { n: 3, state: 'dead' },
      { n: 6, state: 'done' },
      { n: 7, state: 'done' },
    ]),
  );
  expect((await system.lines()).map(({ n }) => n)).toEqual([1, 2, 4, 5, 6, 7]);
});

test('what is not old enough stays', async () => {
  await create(1);
  await change(1, 5);
  await untilHandled(5);
  await age(13);
  await change(6, 7);
  await aWhile();
  expect(await received()).toHaveLength(7);
});

test('what still stands in its stream stays, so that a position that is set back repeats no effect', async () => {
  await create();
  await change(1, 5);
  await untilHandled(5);
  await age(15);
  await aWhile();
  expect(await received()).toHaveLength(5);

  await system.ledger.query(`update consumer_position set entry_id = '0-0'`);
  await change(6, 7);

  await eventually(async () => expect((await system.lines()).map(({ n }) => n)).toEqual([1, 2, 4, 5, 6, 7]));
});

test('while a stream is lost nothing of it is forgotten', async () => {
  await create();
  await change(1, 5);
  await untilHandled(5);
  await age(15);
  await server.kill(); // it comes back empty, and the relay appends everything again
  await server.restart();
  await aWhile();
  await change(6, 7);
  await eventually(async () => expect((await system.lines()).map(({ n }) => n)).toEqual([1, 2, 4, 5, 6, 7]));
  expect(await received()).toHaveLength(7);
});
