/** What can be done with messages that were given up, and what that means for the messages behind them. */
import {
  discardDeadLetter,
  listDeadLetters,
  NonRetryableError,
  partitionOf,
  replayDeadLetter,
  showDeadLetter,
  type ReplayOptions,
} from '@streampact/runtime';
import { Pool } from 'pg';
import { eventually } from '../infrastructure/test-infrastructure.js';
import { accountsStream, balanceChanged, ledgerService } from './ledger-contract.js';
import { LedgerSystem, type Handle } from './ledger-system.js';

let system: LedgerSystem;
let pool: Pool;
/** Changes that the handler refuses; emptied when what was wrong is mended. */
const refused = new Set<number>();
afterEach(async () => {
  await pool.end(); // before its database goes
  await system.close();
});

/** An account whose changes the handler refuses with a NUL and half a character. */
const odd = 'odd';

const refusing: Handle = async (event, context) => {
  await system.write(event, context);
  if (event.data.accountId === odd) throw new NonRetryableError('no \0 nor \uD800');
  if (event.data.accountId === 'ada' && refused.has(event.data.n))
    throw new NonRetryableError(`no ${String(event.data.n)}`);
};

const start = async (options: { onDeadLetter: 'skip' | 'block-key'; refuses: readonly number[] }): Promise<void> => {
  refused.clear();
  for (const n of options.refuses) refused.add(n);
  system = await LedgerSystem.create({ consumer: { onDeadLetter: options.onDeadLetter } });
  pool = new Pool({ connectionString: system.databases['ledger-service'], max: 2 });
  await system.startAccounts();
  await system.startLedger(refusing, { idleMaxMs: 200 });
};

const linesOf = async (accountId: string): Promise<readonly number[]> =>
  (await system.lines()).filter((line) => line.accountId === accountId).map(({ n }) => n);

const change = async (accountId: string, from: number, to: number): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let n = from; n <= to; n++) ids.push(await system.change(accountId, n));
  return ids;
};

const untilDead = async (count: number): Promise<readonly string[]> =>
  eventually(async () => {
    const letters = await listDeadLetters(pool);
    expect(letters).toHaveLength(count);
    return letters.map(({ id }) => id);
  });

const replay = async (id: string, options?: ReplayOptions): Promise<void> => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await replayDeadLetter(client, id, options);
    await client.query('COMMIT');
  } finally {
    client.release(true);
  }
};

test('a dead letter shows its whole history, and stays when nobody asked for more', async () => {
  await start({ onDeadLetter: 'skip', refuses: [2] });
  const ids = await change('ada', 1, 3);
  const [id = ''] = await untilDead(1);

  expect(id).toBe(ids[1]);
  expect(await showDeadLetter(pool, id)).toMatchObject({
    stream: accountsStream.address,
    type: 'BALANCE_CHANGED',
    key: 'ada',
    attempts: 1,
    replays: 0,
    blocksKey: false,
    waiting: 0,
    code: 'NON_RETRYABLE',
    message: 'no 2',
    event: { id, data: { accountId: 'ada', n: 2 } },
    errors: [
      {
        attempt: 1,
        code: 'NON_RETRYABLE',
        message: 'no 2',
        stack: expect.stringContaining('NonRetryableError: no 2'),
        serviceVersion: ledgerService().version,
        instance: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    ],
  });
  expect(await listDeadLetters(pool, { key: 'bob' })).toEqual([]);
  expect(await listDeadLetters(pool, { type: 'BALANCE_CHANGED', stream: accountsStream.address })).toHaveLength(1);
});

test('an error whose text PostgreSQL cannot hold does not hide the dead letters', async () => {
  await start({ onDeadLetter: 'skip', refuses: [1] });
  await change('ada', 1, 1);
  await change(odd, 1, 1);

  await untilDead(2);

  expect((await listDeadLetters(pool)).map(({ message }) => message)).toContain('no \uFFFD nor \uFFFD');
});

test('pages of dead letters follow each other', async () => {
  await start({ onDeadLetter: 'skip', refuses: [1, 2, 3, 4, 5] });
  const ids = await change('ada', 1, 5);
  await untilDead(5);

  const first = await listDeadLetters(pool, { limit: 3 });
  const second = await listDeadLetters(pool, { limit: 3, after: first.at(-1)?.id ?? '' });

  expect([...first, ...second].map(({ id }) => id)).toEqual(ids);
});

test('a replayed dead letter is handled after what was handled meanwhile, and keeps its history', async () => {
  await start({ onDeadLetter: 'skip', refuses: [1] });
  await change('ada', 1, 3);
  const [id = ''] = await untilDead(1);
  await eventually(async () => expect(await linesOf('ada')).toEqual([2, 3]));

  refused.clear();
  await replay(id);

  await eventually(async () => expect(await linesOf('ada')).toEqual([2, 3, 1]));
  expect((await system.inbox()).get(id)).toMatchObject({
    state: 'done',
    attempts: 1,
    errors: [{ code: 'NON_RETRYABLE' }],
  });
  expect(await listDeadLetters(pool)).toEqual([]);
});

test('a replayed dead letter does not wait until its partition has nothing else to do', async () => {
  await start({ onDeadLetter: 'skip', refuses: [1] });
  await change('ada', 1, 1);
  const [id = ''] = await untilDead(1);
  refused.clear();
  const { partitions } = accountsStream;
  const names = Array.from({ length: 100 }, (_, index) => `neighbour ${String(index)}`);
  const [neighbour = ''] = names.filter((name) => partitionOf(name, partitions) === partitionOf('ada', partitions));
  const over = new AbortController();
  const traffic = async (): Promise<void> => {
    for (let n = 1; !over.signal.aborted; n++) await change(neighbour, n, n);
  };
  const flowing = traffic();

  try {
    await replay(id);

    await eventually(async () => expect(await linesOf('ada')).toEqual([1]), { deadlineMs: 5_000 });
  } finally {
    over.abort();
    await flowing;
  }
});

test('a replay that fails again is a dead letter again, with both failures in its history', async () => {
  await start({ onDeadLetter: 'skip', refuses: [1] });
  await change('ada', 1, 1);
  const [id = ''] = await untilDead(1);

  await replay(id);

  await eventually(async () =>
    expect(await showDeadLetter(pool, id)).toMatchObject({
      replays: 1,
      attempts: 1,
      errors: [{ attempt: 1 }, { attempt: 1, replay: 1 }],
    }),
  );
});

test('with block-key a replay lets the key go on in order', async () => {
  await start({ onDeadLetter: 'block-key', refuses: [2] });
  await change('ada', 1, 4);
  const [id = ''] = await untilDead(1);
  await eventually(async () => expect(await showDeadLetter(pool, id)).toMatchObject({ blocksKey: true, waiting: 2 }));

  refused.clear();
  await replay(id);
  await change('ada', 5, 5);

  await eventually(async () => expect(await linesOf('ada')).toEqual([1, 2, 3, 4, 5]));
});

test('with block-key a discard lets the key go on without the message', async () => {
  await start({ onDeadLetter: 'block-key', refuses: [2] });
  await change('ada', 1, 4);
  const [id = ''] = await untilDead(1);

  await discardDeadLetter(pool, id);

  await eventually(async () => expect(await linesOf('ada')).toEqual([1, 3, 4]));
  expect((await system.inbox()).get(id)).toMatchObject({ state: 'done', errors: [{ code: 'NON_RETRYABLE' }] });
  await expect(discardDeadLetter(pool, id)).rejects.toMatchObject({ code: 'DEAD_LETTER_REFUSED' });
});

test('edited data are handled instead; data that break the contract or change the key are refused', async () => {
  await start({ onDeadLetter: 'skip', refuses: [1] });
  await change('ada', 1, 1);
  const [id = ''] = await untilDead(1);
  const definition = balanceChanged;

  await expect(replay(id, { definition, data: { accountId: 'ada', n: 'one' } })).rejects.toMatchObject({
    code: 'CONTRACT_VIOLATION',
  });
  await expect(replay(id, { definition, data: { accountId: 'bob', n: 7 } })).rejects.toMatchObject({
    code: 'DEAD_LETTER_REFUSED',
  });
  await expect(replay(id, { data: [] })).rejects.toMatchObject({ code: 'DEAD_LETTER_REFUSED' });
  expect(await untilDead(1)).toEqual([id]);

  await replay(id, { definition, data: { accountId: 'ada', n: 7 } });

  await eventually(async () => expect(await linesOf('ada')).toEqual([7]));
});

test('what is no dead letter cannot be replayed', async () => {
  await start({ onDeadLetter: 'skip', refuses: [] });
  const [id = ''] = await change('ada', 1, 1);
  await eventually(async () => expect(await linesOf('ada')).toEqual([1]));

  await expect(replay(id)).rejects.toThrow(/that message is done/);
  await expect(replay('00000000-0000-7000-8000-000000000000')).rejects.toThrow(/no message with that id/);
  expect(await showDeadLetter(pool, id)).toBeUndefined();
});

test('an entry that holds no event can only be discarded', async () => {
  await start({ onDeadLetter: 'skip', refuses: [] });
  const key = system.keys()[0] ?? '';
  await system.redis.xadd(key, '*', 'id', 'not-a-uuid', 'type', 'BALANCE_CHANGED');
  const [id = ''] = await untilDead(1);

  await expect(replay(id)).rejects.toMatchObject({ code: 'DEAD_LETTER_REFUSED' });
  await discardDeadLetter(pool, id);
  expect(await listDeadLetters(pool)).toEqual([]);
});
