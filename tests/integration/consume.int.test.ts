/** From stream to effect: whatever fails, each change becomes one line of the ledger, in the order of its account. */
import {
  deadLetterStream,
  type EventRuntime,
  type Logger,
  NonRetryableError,
  partitionOf,
  pauseStream,
  resumeStream,
  streamKey,
} from '@streampact/runtime';
import { Pool } from 'pg';
import { eventually } from '../infrastructure/test-infrastructure.js';
import { accountsStream } from './ledger-contract.js';
import { LedgerSystem, type Handle } from './ledger-system.js';

let system: LedgerSystem;
afterEach(async () => system.close());

const linesOf = async (accountId: string): Promise<readonly number[]> =>
  (await system.lines()).filter((line) => line.accountId === accountId).map(({ n }) => n);

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
const change = async (accountId: string, from: number, to: number): Promise<void> => {
  for (let n = from; n <= to; n++) await system.change(accountId, n);
};

/** Fails the first `times` attempts of each message that `isBad` names, after its effect. */
const failing =
  (isBad: (accountId: string, n: number) => boolean, times: number): Handle =>
  async (event, context) => {
    await system.write(event, context);
    if (isBad(event.data.accountId, event.data.n) && context.attempt <= times) throw new Error('not now');
  };

describe('consumer', () => {
  test('an entry that is delivered again has no second effect', async () => {
    system = await LedgerSystem.create();
    const accounts = await system.startAccounts();
    const ledger = await system.startLedger();
    await change('ada', 1, 5);
    await eventually(async () => expect(await linesOf('ada')).toEqual(upTo(5)));

    // The position is set back, as a ledger database restored from a moment ago would have it, but for the inbox.
    await system.stop(ledger);
    await system.ledger.query(`update consumer_position set entry_id = '0-0'`);
    await system.startLedger();
    await change('ada', 6, 8);

    await eventually(async () => expect(await linesOf('ada')).toEqual(upTo(8)));
    expect(accounts.status.status).toBe('up');
  });

  test('an event that stands in the stream twice has one effect', async () => {
    system = await LedgerSystem.create();
    const accounts = await system.startAccounts();
    await change('ada', 1, 2);
    await eventually(async () => expect(await system.entryCount()).toBe(2));
    await system.stop(accounts); // its relay would take the foreign entry for a restored database
    for (const key of system.keys()) {
      const [first] = await system.redis.xrange(key, '-', '+', 'COUNT', 1);
      if (first?.[1]) await system.redis.xadd(key, '*', ...first[1]);
    }
    await system.startLedger();

    await eventually(async () => {
      const pending = await Promise.all(system.keys().map((key) => system.redis.xpending(key, 'ledger-service')));
      expect(pending.every(([count]) => count === 0)).toBe(true);
      expect(await linesOf('ada')).toEqual([1, 2]);
    });
  });

  test('a handler that fails is tried again; its key waits, other keys go on', async () => {
    system = await LedgerSystem.create();
    await system.startAccounts();
    await system.startLedger(failing((accountId, n) => accountId === 'ada' && n === 2, 2));
    for (let n = 1; n <= 4; n++) for (const name of ['ada', 'bob']) await system.change(name, n);

    await eventually(async () => expect(await linesOf('ada')).toEqual(upTo(4)));
    expect(await linesOf('bob')).toEqual(upTo(4));
    const attempts = [...(await system.inbox()).values()].filter((row) => row.attempts > 1);
    expect(attempts).toEqual([expect.objectContaining({ state: 'done', attempts: 3 })]);
    // The retry's turn came after bob's last line was written.
    const lines = await system.lines();
    const at = (accountId: string, n: number): number =>
      lines.findIndex((line) => line.accountId === accountId && line.n === n);
    expect(at('ada', 4)).toBeGreaterThan(at('ada', 2));
  });

  test('a message is dead after the last attempt, mirrored, and its key goes on', async () => {
    system = await LedgerSystem.create();
    await system.startAccounts();
    await system.startLedger(failing((_, n) => n === 2, Number.POSITIVE_INFINITY));
    await system.change('ada', 1);
    const id = await system.change('ada', 2);
    await change('ada', 3, 4);

    await eventually(async () => expect(await linesOf('ada')).toEqual([1, 3, 4]));
    const row = (await system.inbox()).get(id);
    expect(row).toMatchObject({ state: 'dead', attempts: 3 });
    expect(row?.errors).toHaveLength(3);
    await eventually(async () => {
      const [mirrored] = await deadLetters();
      expect(mirrored).toMatchObject({ id, type: 'BALANCE_CHANGED', aggregateId: 'ada' });
      expect(JSON.parse(mirrored?.deadLetter ?? '{}')).toMatchObject({ group: 'ledger-service', attempts: 3 });
    });
  });

  test('with block-key the key waits behind its dead letter, other keys go on', async () => {
    system = await LedgerSystem.create({ consumer: { onDeadLetter: 'block-key' } });
    await system.startAccounts();
    await system.startLedger(async (event, context) => {
      if (event.data.accountId === 'ada' && event.data.n === 1) throw new NonRetryableError('never');
      await system.write(event, context);
    });
    await change('ada', 1, 2);
    await change('bob', 1, 2);

    await eventually(async () => expect(await linesOf('bob')).toEqual([1, 2]));
    await eventually(async () => {
      const states = [...(await system.inbox()).values()].map(({ state }) => state).toSorted();
      expect(states).toEqual(['dead', 'done', 'done', 'waiting']);
    });
    expect(await linesOf('ada')).toEqual([]);
  });

  test('a message that breaks its contract is dead at once, with the place that is wrong', async () => {
    system = await LedgerSystem.create();
    await system.startAccounts();
    await system.startLedger();
    // As another program, or an older contract, would have written it.
    await system.accounts.query(
      `insert into outbox (id, stream, partition, type, key, headers, data)
       values ('00000000-0000-7000-8000-000000000001', $1, 0, 'BALANCE_CHANGED', 'ada', '{"timestamp":"2026-01-01T00:00:00.000Z"}', '{"accountId":"ada","n":"one"}')`,
      [accountsStream.address],
    );

    await eventually(async () => {
      const row = (await system.inbox()).get('00000000-0000-7000-8000-000000000001');
      expect(row).toMatchObject({
        state: 'dead',
        attempts: 1,
        errors: [{ code: 'CONTRACT_VIOLATION', violations: [{ path: '/n', keyword: 'type' }] }],
      });
    });
    await system.change('ada', 1);
    await eventually(async () => expect(await linesOf('ada')).toEqual([1]));
  });

  test('a handler that does not end is stopped, cannot commit later, and is tried again', async () => {
    system = await LedgerSystem.create({ consumer: { handlerTimeoutMs: 200 } });
    await system.startAccounts();
    let late: Promise<unknown> | undefined;
    await system.startLedger(async (event, context) => {
      await system.write(event, context);
      if (context.attempt > 1) return;
      await new Promise((resolve) => setTimeout(resolve, 600));
      late = context.transaction.query('select 1').catch((error: unknown) => error);
      await late;
    });
    const id = await system.change('ada', 1);

    await eventually(async () => expect(await linesOf('ada')).toEqual([1]));
    expect((await system.inbox()).get(id)).toMatchObject({
      state: 'done',
      attempts: 2,
      errors: [{ code: 'HANDLER_TIMEOUT' }],
    });
    await eventually(async () => expect(await late).toBeInstanceOf(Error));
    expect(await linesOf('ada')).toEqual([1]);
  });

  test('an error of a statement that the handler hides does not count as done', async () => {
    system = await LedgerSystem.create();
    await system.startAccounts();
    await system.startLedger(async (event, context) => {
      await system.write(event, context);
      if (context.attempt === 1) await context.transaction.query('select 1 / 0').catch(() => undefined);
    });
    const id = await system.change('ada', 1);

    await eventually(async () => expect(await linesOf('ada')).toEqual([1]));
    expect((await system.inbox()).get(id)).toMatchObject({ errors: [{ code: 'TRANSACTION_ABORTED' }] });
  });

  test('a handler that times out in the middle of a statement frees its partition', async () => {
    system = await LedgerSystem.create({ consumer: { handlerTimeoutMs: 300 } });
    await system.startAccounts();
    await system.startLedger(async (event, context) => {
      await system.write(event, context);
      if (context.attempt === 1) await context.transaction.query('select pg_sleep(60)');
    });
    const id = await system.change('ada', 1);

    await eventually(async () => expect(await linesOf('ada')).toEqual([1]));
    expect((await system.inbox()).get(id)).toMatchObject({ attempts: 2, errors: [{ code: 'HANDLER_TIMEOUT' }] });
  });

  test('a statement that can never succeed uses up its attempts instead of stopping the partition', async () => {
    system = await LedgerSystem.create();
    await system.startAccounts();
    await system.startLedger(async (event, context) => {
      await system.write(event, context);
      // 08P01: the wrong number of parameters.
      if (event.data.accountId === 'ada') await context.transaction.query('select $1::int', [1, 2]);
    });
    const id = await system.change('ada', 1);
    await system.change('bob', 1);

    await eventually(async () => expect((await system.inbox()).get(id)).toMatchObject({ state: 'dead', attempts: 3 }));
    expect(await linesOf('bob')).toEqual([1]);
  });

  test('an entry that is no event is dead at once, also behind a message of its key that is tried again', async () => {
    system = await LedgerSystem.create({
      consumer: { retry: { attempts: 2, firstDelayMs: 60_000, maxDelayMs: 60_000, jitter: 0 } },
    });
    const accounts = await system.startAccounts();
    await system.startLedger(failing(() => true, 1));
    const id = await system.change('ada', 1);
    await eventually(async () => expect((await system.inbox()).get(id)).toMatchObject({ state: 'retrying' }));
    await system.stop(accounts); // its relay would take the foreign entry for a restored database

    for (const key of system.keys()) {
      const [first] = await system.redis.xrange(key, '-', '+', 'COUNT', 1);
      const fields = first?.[1];
      if (fields) await system.redis.xadd(key, '*', ...fields.map((value) => (value === id ? 'not-a-uuid' : value)));
    }

    await eventually(async () => {
      const dead = [...(await system.inbox()).values()].filter(({ state }) => state === 'dead');
      expect(dead).toMatchObject([{ errors: [{ code: 'ENVELOPE_INVALID' }] }]);
    });
  });

  test('what a broken transaction of its own still commits is known before the next attempt', async () => {
    const retry = { attempts: 5, firstDelayMs: 60_000, maxDelayMs: 60_000, jitter: 0 };
    system = await LedgerSystem.create({ consumer: { retry } });
    await system.startAccounts();
    const attempts: number[] = [];
    const runtime = await system.startLedger(async (event, context) => {
      attempts.push(context.attempt);
      if (context.attempt < 3) throw new Error('not now');
      await system.write(event, context);
    });
    const id = await system.change('ada', 1);
    await eventually(async () => expect((await system.inbox()).get(id)).toMatchObject({ state: 'retrying' }));
    const pool = new Pool({ connectionString: system.databases['ledger-service'], max: 3 });
    await pauseStream(pool, accountsStream.address);
    await eventually(() => expect(runtime.status.consumers.paused).toBeDefined());
    await new Promise((resolve) => setTimeout(resolve, 1_500)); // the partition itself looks once a second
    await pool.query(`update inbox set next_attempt_at = clock_timestamp()`);
    // As a transaction whose connection broke at its COMMIT: the second attempt failed, and that is not decided yet.
    const broken = await pool.connect();
    await broken.query('BEGIN');
    await broken.query('select from consumer_lease for share');
    await broken.query(`update inbox set attempts = 2, errors = '[{"code":"ONE"},{"code":"TWO"}]'`);

    await resumeStream(pool, accountsStream.address);
    await eventually(async () => {
      const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      expect((await pool.query(waiting)).rowCount).toBeGreaterThan(0);
    });
    await broken.query('COMMIT');

    await eventually(async () => expect((await system.inbox()).get(id)).toMatchObject({ state: 'done', attempts: 3 }));
    expect(attempts).toEqual([1, 3]);
    broken.release();
    await pool.end();
  });

  test('the partitions of an instance that dies are taken over', async () => {
    system = await LedgerSystem.create();
    await system.startAccounts();
    await system.startLedger();
    await change('ada', 1, 3);
    await eventually(async () => expect(await linesOf('ada')).toEqual(upTo(3)));
    // An instance that was killed: its heartbeat is old, its leases are still in its name.
    const died = await system.startLedger();
    await eventually(() => expect(owned(died)).toBe(2));
    await system.stop(died);
    await system.ledger.query(
      `with dead as (insert into consumer_instance values (gen_random_uuid(), clock_timestamp()) returning instance)
       update consumer_lease set owner = dead.instance, epoch = epoch + 1 from dead`,
    );
    await change('ada', 4, 6);
    await change('bob', 1, 3);

    await eventually(async () => expect(await linesOf('ada')).toEqual(upTo(6)));
    expect(await linesOf('bob')).toEqual(upTo(3));
  });

  test('instances share the partitions evenly, and none is without an owner when one leaves', async () => {
    system = await LedgerSystem.create();
    await system.startAccounts();
    const first = await system.startLedger();
    await eventually(() => expect(owned(first)).toBe(4));
    const second = await system.startLedger();
    await eventually(() => expect([owned(first), owned(second)]).toEqual([2, 2]));
    await system.stop(second);
    await eventually(() => expect(owned(first)).toBe(4));
  });

  test('entries stranded with a reader that died are read by the owner', async () => {
    system = await LedgerSystem.create();
    await system.startAccounts();
    await system.startLedger();
    await change('ada', 1, 2);
    await eventually(async () => expect(await linesOf('ada')).toEqual([1, 2]));

    let stolen = 0;
    for (let n = 3; n <= 60; n++) {
      await system.change('ada', n);
      for (const key of system.keys()) {
        const read = await system.redis
          .xreadgroup('GROUP', 'ledger-service', 'zombie', 'COUNT', 50, 'STREAMS', key, '>')
          .catch(() => null); // NOGROUP: destroyed below, not yet made again
        if (read) stolen++;
      }
      if (n % 10 === 0) for (const key of system.keys()) await system.redis.xgroup('DESTROY', key, 'ledger-service');
    }
    expect(stolen).toBeGreaterThan(0);

    await eventually(async () => expect(await linesOf('ada')).toEqual(upTo(60)));
  });

  test('batches that lock the same rows in different orders get on message by message', async () => {
    const said: string[] = [];
    const note = (_fields: object, sentence: string): void => void said.push(sentence);
    const logger: Logger = { debug: note, info: note, warn: note, error: note };
    system = await LedgerSystem.create({ logger });
    await system.ledger.query('create table shared (id int primary key); insert into shared values (1), (2)');
    const accounts = await system.startAccounts();
    const [one, other] = accountsInDifferentPartitions();
    for (const name of [one, other]) await change(name, 1, 2);
    await eventually(async () => expect(await system.entryCount()).toBe(4));
    await system.stop(accounts);

    await system.startLedger(async (event, context) => {
      const { accountId, n } = event.data;
      await context.transaction.query('select from shared where id = $1 for update', [accountId === one ? n : 3 - n]);
      await new Promise((resolve) => setTimeout(resolve, 200)); // so that the other batch has its first row as well
      await system.write(event, context);
    });

    for (const name of [one, other]) await eventually(async () => expect(await linesOf(name)).toEqual([1, 2]));
    expect([...(await system.inbox()).values()].filter(({ errors }) => errors !== null)).toEqual([]);
    // It would have met the other batch again, after a pause that doubles.
    expect(said.filter((sentence) => sentence.startsWith('partitions paused'))).toEqual([]);
  });

  test('connections that PostgreSQL ends in mid-flow cost no attempt and no effect', async () => {
    system = await LedgerSystem.create();
    await system.startAccounts();
    await system.startLedger();
    const changing = change('ada', 1, 120);
    for (let kills = 0; kills < 5; kills++) {
      await new Promise((resolve) => setTimeout(resolve, 80));
      await system.ledger
        .query(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
        )
        .catch(() => undefined);
    }
    await changing;

    await eventually(async () => expect(await linesOf('ada')).toEqual(upTo(120)), { deadlineMs: 20_000 });
    expect([...(await system.inbox()).values()].filter(({ errors }) => errors !== null)).toEqual([]);
  });
});

const accountsInDifferentPartitions = (): readonly [string, string] => {
  const names = Array.from({ length: 20 }, (_, index) => `account-${String(index)}`);
  const [one = ''] = names;
  const partition = (name: string): number => partitionOf(name, accountsStream.partitions);
  const other = names.find((name) => partition(name) !== partition(one)) ?? '';
  return [one, other];
};

const owned = (runtime: EventRuntime): number => runtime.status.consumers.partitions[accountsStream.address] ?? 0;

const deadLetters = async (): Promise<readonly Record<string, string>[]> => {
  const address = deadLetterStream(accountsStream.address, 'ledger-service');
  const entries = await system.redis.xrange(
    streamKey({ prefix: system.prefix, address, partition: 0, partitions: 1 }),
    '-',
    '+',
  );
  return entries.map(([, fields]) => {
    const values = fields ?? [];
    return Object.fromEntries(
      values.flatMap((value, index) => (index % 2 === 0 ? [[value, values[index + 1] ?? '']] : [])),
    );
  });
};
