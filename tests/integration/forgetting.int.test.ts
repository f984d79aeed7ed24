/**
 * What may be forgotten, and what must not be. Method: a retention of a moment, so that trimming and retirement happen during the
 * test; then whatever was lost comes back as far as somebody needs it.
 */
import { Redis } from 'ioredis';
import { compareEntryIds, partitionOf, type Logger } from '@streampact/runtime';
import { eventually, startRedis, type ServerHandle } from '../infrastructure/test-infrastructure.js';
import { LedgerSystem, type LedgerSystemOptions } from './ledger-system.js';

let system: LedgerSystem;
let server: ServerHandle | undefined;

const create = async (options: LedgerSystemOptions = {}): Promise<void> => {
  server = await startRedis(); // FLUSHALL and memory limits concern the whole server
  system = await LedgerSystem.create({ redisUrl: server.url, ...options });
};

afterEach(async () => {
  await system.close();
  await server?.stop();
});

const shortNames = ['ada', 'bob', 'cleo', 'dan', 'eve', 'finn', 'gus', 'hal'];
let names = shortNames;
let changes = 0;
beforeEach(() => {
  names = shortNames;
  changes = 0;
});

/** One more round of changes: every account one. */
const changeAll = async (rounds = 1): Promise<void> => {
  for (let round = 0; round < rounds; round++) {
    changes++;
    await Promise.all(names.map(async (name) => system.change(name, changes)));
  }
};

const expectLedger = async (deadlineMs = 15_000): Promise<void> =>
  eventually(
    async () => {
      const lines = await system.lines();
      for (const name of names) {
        expect(lines.filter(({ accountId }) => accountId === name).map(({ n }) => n)).toEqual(
          Array.from({ length: changes }, (_, index) => index + 1),
        );
      }
    },
    { deadlineMs },
  );

const count = async (table: string): Promise<number> =>
  Number((await system.accounts.query<{ count: string }[]>(`select count(*) from ${table}`))[0]?.count);

const floors = async (): Promise<readonly string[]> =>
  (await system.accounts.query<{ floor_id: string }[]>('select floor_id from outbox_partition order by partition')).map(
    ({ floor_id }) => floor_id,
  );

/** The relay has learnt that the ledger is through. */
const everythingConfirmed = async (): Promise<void> =>
  eventually(async () => {
    const behind = await system.accounts.query(
      `select from outbox_partition p join outbox_group g using (stream, partition) where confirmed_id <> assigned_id`,
    );
    expect(behind).toEqual([]);
  });

test('entries, rows and windows that every group has handled go after the retention', async () => {
  await create({ retentionMs: 200 });
  await system.startAccounts();
  await system.startLedger();
  for (let round = 0; round < 60; round++) await changeAll();
  await expectLedger();

  await eventually(async () => {
    expect(await count('outbox_window')).toBe(1); // the newest stays, with its rows
    expect(await count('outbox')).toBeLessThan(60 * names.length);
    expect(await system.entryCount()).toBeLessThan(60 * names.length); // whole nodes of Redis go, not single entries
  });

  await changeAll(3);
  await expectLedger();
});

test('nothing goes that a group has not handled', async () => {
  await create({ retentionMs: 1 });
  system.startRelay();
  await changeAll(40);
  await eventually(async () => expect(await system.entryCount()).toBe(40 * names.length));
  await new Promise((resolve) => setTimeout(resolve, 500)); // time in which it would have gone
  expect(await count('outbox')).toBe(40 * names.length);
  expect(new Set(await floors())).toEqual(new Set(['0-0']));

  await system.startLedger();

  await expectLedger();
  await eventually(async () => expect(await count('outbox')).toBeLessThan(40 * names.length));
});

test('a foreign group that Redis shows holds the floor as those of the contract do', async () => {
  await create({ retentionMs: 1 });
  const [key = ''] = system.keys();
  await system.redis.xgroup('CREATE', key, 'archive', '0', 'MKSTREAM');
  await system.startAccounts();
  await system.startLedger();
  await changeAll(20);
  await expectLedger();
  await eventually(async () => {
    const [first, ...others] = await floors();
    expect(first).toBe('0-0');
    for (const floor of others) expect(floor).not.toBe('0-0');
  });

  await system.redis.xgroup('DESTROY', key, 'archive');

  await eventually(async () => expect((await floors())[0]).not.toBe('0-0'));
});

test('after a flush a stream begins again at what every group has confirmed', async () => {
  await create();
  await system.startAccounts();
  await system.startLedger();
  await changeAll(20);
  await expectLedger();
  await everythingConfirmed();

  await system.redis.flushall();
  await changeAll(3);

  await expectLedger();
  expect(await system.entryCount()).toBeLessThan(6 * names.length); // not the twenty rounds from before
});

test('a consumer restored from a backup gets what Redis no longer has, as far as the outbox has it', async () => {
  const said: string[] = [];
  const note = (_fields: object, sentence: string): void => void said.push(sentence);
  const logger: Logger = { debug: note, info: note, warn: note, error: note };
  await create({ logger });
  await system.startAccounts();
  const ledger = await system.startLedger();
  await changeAll(20);
  await expectLedger();
  await everythingConfirmed();
  await system.redis.flushall();
  await changeAll(1);
  await expectLedger();
  await eventually(async () => expect(await floors()).not.toContain('0-0'));
  await system.stop(ledger);

  // Its database as it was before the first event: the streams begin after that now.
  await system.ledger.query('truncate line, inbox');
  await system.ledger.query(`update consumer_position set entry_id = '0-0'`);
  await system.startLedger();

  await expectLedger();
  expect(said).toContain('streams lack entries that somebody needs; they are built again from the outbox');
});

/**
 * The ledger is set back to where its stream begins, and has read some hundred entries ahead of the first that it handles. The relay
 * is stopped, and believes that the ledger is where it was before. @returns lets it go on
 */
const setBackWhileRelayIsAway = async (): Promise<() => void> => {
  names = ['ada'];
  await create();
  const publishing = system.startRelay();
  const before = await system.startLedger();
  await changeAll(600);
  await expectLedger();
  await everythingConfirmed();
  await publishing.stop();
  await system.stop(before);
  await system.ledger.query('truncate line, inbox');
  const floorId = (await floors())[partitionOf('ada', system.keys().length)];
  await system.ledger.query('update consumer_position set entry_id = $1', [floorId]);
  let handle = (): void => undefined;
  const handling = new Promise<void>((resolve) => (handle = resolve));
  let isHandling = false;
  await system.startLedger(async (event, context) => {
    isHandling = true;
    await handling;
    await system.write(event, context);
  });
  await eventually(() => expect(isHandling).toBe(true));
  return handle;
};

test('a consumer that was set back a moment before a flush does not read past what the stream lacks then', async () => {
  const handle = await setBackWhileRelayIsAway();
  await system.redis.flushall();
  system.startRelay();
  await changeAll(1);
  await eventually(async () => expect(await system.entryCount()).toBeGreaterThan(0));
  handle();

  await expectLedger();
});

test('a consumer does not read past an entry that somebody deletes before its eyes', async () => {
  const handle = await setBackWhileRelayIsAway();
  const key = system.keys()[partitionOf('ada', system.keys().length)] ?? '';
  const [id = ''] = (await system.redis.xrange(key, '-', '+')).at(-20) ?? [];
  await system.redis.xdel(key, id);
  handle();
  await eventually(async () => {
    const handled = (await system.lines()).length;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await system.lines()).length).toBe(handled); // it waits, or has come to the end
  });
  system.startRelay(); // appends again what is missing

  await expectLedger();
});

test('entries that somebody deleted come back before a consumer gets to them', async () => {
  await create();
  await system.startAccounts();
  await changeAll(10);
  await eventually(async () => expect(await system.entryCount()).toBe(10 * names.length));
  for (const key of system.keys()) {
    const entries = await system.redis.xrange(key, '-', '+');
    await system.redis.xdel(key, ...entries.slice(2, 5).map(([id]) => id), '1-1');
  }
  await eventually(async () => expect(await system.entryCount()).toBe(10 * names.length));

  await system.startLedger();

  await expectLedger();
});

test('a new group begins at the oldest entry that is kept', async () => {
  await create({ retentionMs: 1 });
  await system.startAccounts();
  const ledger = await system.startLedger();
  await changeAll(30);
  await expectLedger();
  await eventually(async () => expect(await count('outbox_window')).toBe(1));
  await system.stop(ledger);
  await system.ledger.query('truncate line, inbox');
  await system.ledger.query(`update consumer_position set entry_id = '0-0'`);
  await system.startLedger();

  await changeAll(1);

  await eventually(async () => {
    const lines = await system.lines();
    for (const name of names) expect(lines.filter(({ accountId }) => accountId === name).at(-1)?.n).toBe(changes);
  });
});

test('when Redis runs out of memory, what was handled goes before its time', async () => {
  await create();
  await system.startAccounts();
  await system.startLedger();
  await changeAll(40);
  await expectLedger();
  const before = await system.entryCount();
  const used = Number(/used_memory:(\d+)/.exec(await system.redis.info('memory'))?.[1]);

  await system.redis.config('SET', 'maxmemory', Math.round(used * 1.1));
  await changeAll(60);

  await expectLedger();
  await eventually(async () => expect(await system.entryCount()).toBeLessThan(before));
  expect(await count('outbox')).toBe(100 * names.length); // PostgreSQL keeps them for the whole retention
});

test('a stream that is trimmed while Redis is full says where it begins', async () => {
  names = ['ada'];
  await create();
  await system.startAccounts();
  await system.startLedger();
  await changeAll(20);
  await expectLedger();
  await system.redis.config('SET', 'maxmemory', 1);

  await eventually(async () => expect(await system.entryCount()).toBe(1)); // the floor itself stays
  const pairs = (await system.redis.xinfo(
    'STREAM',
    system.keys()[partitionOf('ada', system.keys().length)] ?? '',
  )) as unknown[];
  expect(pairs[pairs.indexOf('max-deleted-entry-id') + 1]).toBe((await floors())[0]);
});

test('Redis that is full takes entries again once consumers are through', async () => {
  await create();
  names = shortNames.map((name) => name.padEnd(500, '.')); // an entry holds its key twice
  system.startRelay();
  const used = Number(/used_memory:(\d+)/.exec(await system.redis.info('memory'))?.[1]);
  await system.redis.config('SET', 'maxmemory', used + 1_500_000);
  await changeAll(200);
  await eventually(async () => expect(await system.redis.xadd('probe', '*', 'a', 'b').catch(String)).toMatch('OOM'));
  expect(await system.entryCount()).toBeLessThan(200 * names.length);

  await system.startLedger();

  await expectLedger(45_000); // it is full again and again before all are through
});

test('rows that somebody deleted from the outbox do not hold up the others', async () => {
  const said: string[] = [];
  const note = (_fields: object, sentence: string): void => void said.push(sentence);
  await create({ logger: { debug: note, info: note, warn: note, error: note } });
  const relay = system.startRelay();
  await changeAll(3);
  await eventually(async () => expect(await system.entryCount()).toBe(3 * names.length));
  await relay.stop();
  await system.accounts.query('delete from outbox');
  await system.redis.del(...system.keys());

  system.startRelay();
  await changeAll(1);

  await eventually(async () => expect(await system.entryCount()).toBe(names.length));
  expect(said).toContain('outbox lacks rows of the windows it has; going on after them');
});

test('no entry above a stored floor is missing', async () => {
  await create({ retentionMs: 50 });
  await system.startAccounts();
  await system.startLedger();
  const redis = new Redis(system.redisUrl);
  for (let round = 0; round < 40; round++) await changeAll();
  await expectLedger();
  for (const [partition, key] of system.keys().entries()) {
    const entries = await redis.xrange(key, '-', '+');
    const stored = await system.accounts.query<{ floor_id: string }[]>(
      'select floor_id from outbox_partition where partition = $1',
      [partition],
    );
    const floor = stored[0]?.floor_id ?? '0-0'; // a partition that no key falls into has none
    const windows = await system.accounts.query<{ id: string }[]>(
      `select w.ms || '-' || o.seq as id from outbox o join outbox_window w
         on pg_visible_in_snapshot(o.xid, w.snap_to) and not pg_visible_in_snapshot(o.xid, w.snap_from)
       where o.partition = $1 and o.stream = 'accounts-stream'`,
      [partition],
    );
    const needed = windows.map(({ id }) => id).filter((id) => compareEntryIds(id, floor) > 0);
    expect(entries.map(([id]) => id)).toEqual(expect.arrayContaining(needed));
  }
  redis.disconnect();
});

test('a consumer that is set back just before its stream is trimmed misses nothing', async () => {
  await create({ retentionMs: 1 });
  const publishing = system.startRelay();
  await changeAll(150);
  await eventually(async () => expect(await system.entryCount()).toBe(150 * names.length));
  await publishing.stop();
  const before = await system.startLedger();
  await expectLedger();
  await system.stop(before);
  let trim = (): void => undefined;
  const trimming = new Promise<void>((resolve) => (trim = resolve));
  let isAboutToTrim = false;
  system.startRelay({
    atPoint: async (point) => {
      if (point !== 'after-floor') return;
      isAboutToTrim = true;
      await trimming;
    },
  });
  await eventually(() => expect(isAboutToTrim).toBe(true));

  await system.ledger.query('truncate line, inbox');
  await system.ledger.query(`update consumer_position set entry_id = '0-0'`);
  let handle = (): void => undefined;
  const handling = new Promise<void>((resolve) => (handle = resolve));
  const begun = new Set<number>();
  await system.startLedger(async (event, context) => {
    begun.add(context.partition);
    await handling;
    await system.write(event, context);
  });
  const partitions = new Set(names.map((name) => partitionOf(name, system.keys().length)));
  await eventually(() => expect(begun).toEqual(partitions));
  trim();
  await new Promise((resolve) => setTimeout(resolve, 500)); // rounds of trimming
  handle();

  await expectLedger();
});
