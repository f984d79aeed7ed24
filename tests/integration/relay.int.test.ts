/**
 * From commit to stream. Method: a relay is stopped at a named point as a kill would (it throws there and never runs again),
 * or Redis loses data under it; another relay then has to bring every stream to exactly the committed events, in order.
 */
import { Command, Redis } from 'ioredis';
import type { FaultPoint, Logger } from '@streampact/runtime';
import { eventually, testRedisUrl } from '../infrastructure/test-infrastructure.js';
import { balanceChanged } from './ledger-contract.js';
import { LedgerSystem } from './ledger-system.js';

let system: LedgerSystem;
afterEach(async () => system.close());

/** Every change in the streams, in stream order per account; an entry that is there twice shows twice. */
const streamed = async (): Promise<ReadonlyMap<string, readonly number[]>> => {
  const changes = new Map<string, number[]>();
  for (const key of system.keys()) {
    for (const [, fields] of await system.redis.xrange(key, '-', '+')) {
      const values = fields ?? [];
      const data = JSON.parse(values[values.indexOf('data') + 1] ?? '{}') as { accountId: string; n: number };
      changes.set(data.accountId, [...(changes.get(data.accountId) ?? []), data.n]);
    }
  }
  return changes;
};

const accountNames = ['ada', 'bob', 'cleo', 'dan', 'eve', 'finn'];
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

const changeAll = async (from: number, to: number): Promise<void> => {
  for (let n = from; n <= to; n++) await Promise.all(accountNames.map(async (name) => system.change(name, n)));
};

const expectStreamed = async (count: number): Promise<void> =>
  eventually(async () => {
    expect(await streamed()).toEqual(new Map(accountNames.map((name) => [name, upTo(count)])));
  });

class Crash extends Error {}

describe('relay', () => {
  test.each<FaultPoint>(['before-window', 'after-window', 'between-chunks', 'after-append'])(
    'a crash at "%s" loses, repeats and reorders nothing',
    async (crashPoint) => {
      system = await LedgerSystem.create();
      let isArmed = false;
      let hasCrashed = false;
      const first = system.startRelay({
        chunkRows: 5,
        atPoint: (point) => {
          if (!hasCrashed && !(isArmed && point === crashPoint)) return;
          hasCrashed = true;
          throw new Crash(point);
        },
      });
      await changeAll(1, 3);
      await expectStreamed(3);

      isArmed = true;
      await changeAll(4, 8);
      await eventually(() => expect(hasCrashed).toBe(true));
      await first.stop(); // does nothing more: every point of it throws
      system.startRelay();
      await changeAll(9, 12);

      await expectStreamed(12);
    },
  );

  test('FLUSHALL in mid-flow loses nothing', async () => {
    // A database of its own: FLUSHDB there is what FLUSHALL is to the whole server.
    system = await LedgerSystem.create({ redisUrl: privateRedisDatabase() });
    system.startRelay();
    const changing = changeAll(1, 60);
    for (let flushes = 0; flushes < 4; flushes++) {
      await new Promise((resolve) => setTimeout(resolve, 60));
      await system.redis.flushdb();
    }
    await changing;
    await expectStreamed(60);
  });

  test('a stream that lost its tail gets exactly the missing entries again, under the same ids', async () => {
    system = await LedgerSystem.create();
    system.startRelay();
    await changeAll(1, 5);
    await expectStreamed(5);
    const before = await Promise.all(system.keys().map((one) => system.redis.xrange(one, '-', '+')));

    for (const one of system.keys()) await loseTail(one, 4);

    await eventually(async () => {
      expect(await Promise.all(system.keys().map((one) => system.redis.xrange(one, '-', '+')))).toEqual(before);
    });
  });

  test('an append whose reply was lost is neither repeated nor an alarm', async () => {
    const said: string[] = [];
    const note = (_fields: object, sentence: string): void => void said.push(sentence);
    const logger: Logger = { debug: note, info: note, warn: note, error: note };
    system = await LedgerSystem.create({ logger });
    const redis = new Redis(system.redisUrl);
    loseReplies(redis);
    system.startRelay({ redis });

    await changeAll(1, 30);

    await expectStreamed(30);
    expect(said).toEqual([]);
  });

  test('a transaction that rolls back publishes nothing', async () => {
    system = await LedgerSystem.create();
    system.startRelay();
    await expect(
      system.accounts.transaction(async (transaction) => {
        await system.publish(balanceChanged, { accountId: 'ada', n: 1 }, transaction);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await system.change('bob', 1);

    await eventually(async () => expect(await streamed()).toEqual(new Map([['bob', [1]]])));
  });

  test('a row of a transaction that commits late is not skipped, and holds nobody up', async () => {
    system = await LedgerSystem.create();
    system.startRelay();
    const runner = system.accounts.createQueryRunner();
    await runner.startTransaction();
    await system.publish(balanceChanged, { accountId: 'ada', n: 1 }, runner.manager);
    await system.change('bob', 1);
    await eventually(async () => expect(await streamed()).toEqual(new Map([['bob', [1]]])));

    await runner.commitTransaction();
    await runner.release();

    await eventually(async () =>
      expect(await streamed()).toEqual(
        new Map([
          ['bob', [1]],
          ['ada', [1]],
        ]),
      ),
    );
  });

  test('a relay whose lease is gone cannot append', async () => {
    system = await LedgerSystem.create();
    let freeze: Promise<void> | undefined;
    let frozen = false;
    system.startRelay({
      atPoint: async (point) => {
        if (point !== 'after-window' || !freeze) return;
        frozen = true;
        await freeze;
      },
    });
    await changeAll(1, 2);
    await expectStreamed(2);

    let thaw = (): void => undefined;
    freeze = new Promise((resolve) => (thaw = resolve));
    await system.change('ada', 3);
    await eventually(() => expect(frozen).toBe(true));
    system.startRelay(); // takes over once the frozen one's lease is over
    for (const name of accountNames.slice(1)) await system.change(name, 3);
    await expectStreamed(3);
    freeze = undefined;
    thaw();
    await changeAll(4, 6);

    await expectStreamed(6);
  });

  test('a relay whose lease is gone for longer than the retention cannot open a window that was retired', async () => {
    system = await LedgerSystem.create({ retentionMs: 1 });
    let freeze: Promise<void> | undefined;
    let frozen = false;
    system.startRelay({
      atPoint: async (point) => {
        if (point !== 'before-window' || !freeze) return;
        frozen = true;
        await freeze;
      },
    });
    await system.change('ada', 1);
    await eventually(async () => expect((await streamed()).get('ada')).toEqual([1]));
    let thaw = (): void => undefined;
    freeze = new Promise((resolve) => (thaw = resolve));
    await eventually(() => expect(frozen).toBe(true));
    system.startRelay(); // takes over once the frozen one's lease is over
    for (let n = 2; n <= 6; n++) {
      await system.change('ada', n);
      await eventually(async () => expect((await streamed()).get('ada')?.at(-1)).toBe(n));
      for (const key of system.keys()) await system.redis.xgroup('SETID', key, 'ledger-service', '$'); // all is handled
    }
    const windows = async () => system.accounts.query<{ no: string }[]>('select no from outbox_window order by no');
    await eventually(async () => expect(await windows()).toHaveLength(1)); // the others are retired
    const before = await windows();
    freeze = undefined;
    thaw();
    await new Promise((resolve) => setTimeout(resolve, 500)); // time in which it would have opened one

    expect(await windows()).toEqual(before);
  });

  test('an event is not lost if another program writes to its stream between its window and its append', async () => {
    system = await LedgerSystem.create();
    const foreign = 'somebody else';
    let isArmed = false;
    system.startRelay({
      atPoint: async (point) => {
        if (!isArmed || point !== 'after-window') return;
        isArmed = false;
        await new Promise((resolve) => setTimeout(resolve, 5));
        for (const key of system.keys()) {
          await system.redis.xadd(key, '*', 'data', JSON.stringify({ accountId: foreign, n: 0 }));
        }
      },
    });
    await changeAll(1, 2);
    await expectStreamed(2);

    isArmed = true;
    await changeAll(3, 5);

    await eventually(async () => {
      const found = await streamed();
      for (const name of accountNames) expect([...new Set(found.get(name))]).toEqual(upTo(5));
    });
  });

  test('a relay with nothing to do does not keep PostgreSQL busy', async () => {
    system = await LedgerSystem.create();
    let looks = 0;
    system.startRelay({
      atPoint: (point) => {
        if (point === 'before-window') looks++;
      },
    });
    await eventually(() => expect(looks).toBeGreaterThan(10)); // from every 4 ms to every 250 ms
    const before = looks;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(looks - before).toBeLessThan(20);
  });

  test('the streams have the groups that the contract names, before anybody consumes', async () => {
    system = await LedgerSystem.create();
    system.startRelay();
    await eventually(async () => {
      for (const key of system.keys()) {
        const groups = (await system.redis.xinfo('GROUPS', key)) as unknown[][];
        expect(groups.map((fields) => [fields[1], fields[7]])).toEqual([['ledger-service', '0-0']]);
      }
    });
  });
});

/** Removes the last entries and sets the stream's last id back, as a Redis that lost the end of its AOF shows it. */
const loseTail = async (key: string, count: number): Promise<void> => {
  await system.redis.eval(
    `local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', ARGV[1])
     for _, entry in ipairs(last) do redis.call('XDEL', KEYS[1], entry[1]) end
     local left = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
     if #left > 0 then redis.call('XSETID', KEYS[1], left[1][1]) else redis.call('DEL', KEYS[1]) end`,
    1,
    key,
    count,
  );
};

/** Every second append is sent twice and only the second answer heard, as when the first reply is lost. */
const loseReplies = (redis: Redis): void => {
  const send = redis.sendCommand.bind(redis);
  let appends = 0;
  redis.sendCommand = (command: Command, ...rest: []) => {
    const isLost = command.name === 'evalsha' && ++appends % 2 === 0;
    if (isLost) void send(new Command(command.name, command.args, { replyEncoding: 'utf8' }), ...rest);
    return send(command, ...rest);
  };
};

const privateRedisDatabase = (): string => {
  const url = new URL(testRedisUrl());
  url.pathname = '/9';
  return url.href;
};
