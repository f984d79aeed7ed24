/**
 * Goal: what only a Redis Cluster does costs no event and hangs nobody: streams on their way from node to node, a node that is
 * replaced, a node that is silent. Method: three real nodes, each with a replica; the services of the ledger contract on them.
 */
import { parseRedisAddress, redisBroker, redisNodes, slotOf, type Broker, type RedisNodes } from '@streampact/runtime';
import { moveSlot } from '../faults/src/tools/move-slot.js';
import { redisCommand } from '@streampact/local';
import {
  eventually,
  startRedisCluster,
  testKeyPrefix,
  type RedisClusterHandle,
  type ServerHandle,
} from '../infrastructure/test-infrastructure.js';
import { LedgerSystem } from './ledger-system.js';
import { environmentOf, opsIn } from './operator.js';

const accountNames = ['ada', 'max', 'cleo', 'dan', 'eve'];
const names = ['n'];
const nowhere = '0-0';

let cluster: RedisClusterHandle;
let nodes: RedisNodes;
let broker: Broker;
const closings: (() => Promise<void>)[] = [];

beforeAll(async () => {
  cluster = await startRedisCluster({ replicas: 1 });
  nodes = redisNodes(cluster.url, { name: 'test' });
  broker = redisBroker(cluster.url, 'test');
}, 90_000);
afterEach(async () => {
  for (const close of closings.splice(0)) await close();
});
afterAll(async () => {
  nodes.close();
  broker.close();
  await cluster.stop();
});

const givenLedger = async (): Promise<LedgerSystem> => {
  const brokers: Broker[] = [];
  const system = await LedgerSystem.create({
    connectBroker: () => {
      const connection = redisBroker(cluster.url, 'ledger');
      brokers.push(connection);
      return connection;
    },
  });
  closings.push(async () => {
    await system.close();
    for (const connection of brokers) connection.close();
  });
  await system.startAccounts();
  await system.startLedger();
  return system;
};

const change = async (system: LedgerSystem, from: number, to: number): Promise<void> => {
  for (let n = from; n <= to; n++) await Promise.all(accountNames.map(async (name) => system.change(name, n)));
};

const expectLines = async (system: LedgerSystem, count: number): Promise<void> => {
  const complete = accountNames.map(() => Array.from({ length: count }, (_, index) => index + 1));
  await eventually(
    async () => {
      const lines = await system.lines();
      const ofAccount = (name: string) => lines.filter(({ accountId }) => accountId === name).map(({ n }) => n);
      expect(accountNames.map(ofAccount)).toEqual(complete);
    },
    { deadlineMs: 40_000 },
  );
};

/** The primary that serves the key now. */
const primaryOf = async (key: string): Promise<ServerHandle> => {
  const port = await nodes.run(key, async (redis) => {
    await redis.exists(key);
    return redis.options.port;
  });
  const found = cluster.nodes.find((node) => node.port === port);
  if (!found) throw new Error(`No node listens on port ${String(port)}.`);
  return found;
};

/** A key on another node than `key`. */
const keyElsewhere = async (key: string): Promise<string> => {
  const here = await primaryOf(key);
  for (let n = 0; ; n++) {
    const other = `${key}-${String(n)}`;
    if ((await primaryOf(other)).port !== here.port) return other;
  }
};

const append = async (key: string, expected: string, ms: number): Promise<string | undefined> =>
  broker.relay.append(key, { expected, names, entries: [{ entryId: `${String(ms)}-1`, values: [String(ms)] }] });

const read = async (key: string, after: string, blockMs = 2_000): Promise<readonly string[]> =>
  ((await broker.consumer.read([{ key, after }], { countMax: 10, blockMs })).get(key) ?? []).map(([id]) => id);

test('a stream is written, read and shown in every step of its way to another node', async () => {
  const key = `${testKeyPrefix()}stream`;
  await broker.relay.createGroup(key, 'group', nowhere);
  const from = await primaryOf(key);
  const to = await primaryOf(await keyElsewhere(key));
  let ms = 0;
  const goOn = async (): Promise<void> => {
    const before = ms === 0 ? nowhere : `${String(ms)}-1`;
    const reading = read(key, before);
    ms += 1;
    expect(await append(key, before, ms)).toBeUndefined();
    await eventually(async () => expect([await reading, await read(key, before)]).toContainEqual([`${String(ms)}-1`]));
    await broker.consumer.showPosition(key, 'group', `${String(ms)}-1`, ms);
    expect(await broker.relay.groups(key)).toMatchObject([{ lastDeliveredId: `${String(ms)}-1`, lag: 0 }]);
  };
  await goOn();
  await moveSlot({ cluster, slot: slotOf(key), from, to, between: goOn });
  await goOn();
  expect(ms).toBe(4);
  expect((await primaryOf(key)).port).toBe(to.port);
});

test('a stream that is missing is created where its slot is going', async () => {
  const key = `${testKeyPrefix()}stream`;
  const from = await primaryOf(key);
  const to = await primaryOf(await keyElsewhere(key));
  const between = async (): Promise<void> => {
    expect(await append(key, nowhere, 1)).toBeUndefined();
  };
  await moveSlot({ cluster, slot: slotOf(key), from, to, between });
  expect(await read(key, nowhere)).toEqual(['1-1']);
});

test('events go on while a node is replaced, and its replica has missed nothing for good', async () => {
  const system = await givenLedger();
  await change(system, 1, 5);
  const [key = ''] = system.keys();
  const old = await primaryOf(key);
  await old.kill();
  await change(system, 6, 10);
  await expectLines(system, 10);
  await old.restart();
  await change(system, 11, 15);
  await expectLines(system, 15);
  expect((await primaryOf(key)).port).not.toBe(old.port);
  await eventually(async () => expect(String(await redisCommand(old.port, 'ROLE'))).toMatch(/^slave/));
}, 120_000);

test('a node that is silent leaves the streams of the others alone', async () => {
  const key = `${testKeyPrefix()}stream`;
  const other = await keyElsewhere(key);
  const silent = await primaryOf(other);
  process.kill(silent.pid ?? 0, 'SIGSTOP');
  try {
    const reading = broker.consumer.read(
      [
        { key, after: nowhere },
        { key: other, after: nowhere },
      ],
      { countMax: 1, blockMs: 30_000 },
    );
    await append(key, nowhere, 1);
    expect([...(await reading).keys()]).toEqual([key]);
  } finally {
    process.kill(silent.pid ?? 0, 'SIGCONT');
  }
  await eventually(async () => expect(await append(other, nowhere, 1)).not.toBe(nowhere), { deadlineMs: 40_000 });
  await eventually(async () => expect(await read(other, nowhere, 100)).toEqual(['1-1']), { deadlineMs: 40_000 });
}, 120_000);

test('what one node lacks, the cluster lacks', async () => {
  // Who is primary by now: a node was replaced before, and whoever has not met it since does not know.
  const [present, presentNodes] = [redisBroker(cluster.url, 'present'), redisNodes(cluster.url, { name: 'present' })];
  closings.push(
    async () => Promise.resolve(present.close()),
    async () => Promise.resolve(presentNodes.close()),
  );
  expect(await present.relay.properties()).toMatchObject({ maxBytes: 0, evictionPolicy: 'noeviction' });
  const [, second] = await presentNodes.primaries();
  await second?.config('SET', 'maxmemory', '100mb', 'maxmemory-policy', 'allkeys-lru');
  expect(await present.relay.properties()).toMatchObject({ maxBytes: 104_857_600, evictionPolicy: 'allkeys-lru' });
  await second?.config('SET', 'maxmemory', '0', 'maxmemory-policy', 'noeviction');
});

test('tools read a Cluster, and say where it was looked for', async () => {
  const system = await givenLedger();
  await change(system, 1, 2);
  await expectLines(system, 2);
  const environment = { ...environmentOf(system), REDIS_URL: cluster.url };
  await eventually(async () => {
    const status = await opsIn({ environment }, 'streams', 'status');
    expect(status.stdout).toMatch(/accounts-stream +account-service +10 +0 +ledger-service +0 +0 +4 of 4/);
    expect(status.stdout).toContain('Nothing needs attention.');
  });
  expect((await opsIn({ environment }, 'streams', 'verify')).exitCode).toBe(0);
  const REDIS_URL = 'redis+cluster://order-service:secret@127.0.0.1:1,127.0.0.1:2';
  const { stdout } = await opsIn({ environment: { ...environment, REDIS_URL } }, 'streams', 'status');
  expect(stdout).toContain('Redis (redis+cluster://127.0.0.1:1,127.0.0.1:2) cannot be used: connect ECONNREFUSED');
});

test('what is closed with a command under way opens no connection again', async () => {
  const closing = redisNodes(cluster.url, { name: 'closing' });
  const key = `${testKeyPrefix()}stream`;
  await closing.run(key, async (redis) => redis.exists(key));
  const underWay = closing.run(key, async (redis) => redis.exists(key)).catch(() => undefined);
  closing.close();
  await underWay;
  await expect(closing.run(key, async (redis) => redis.exists(key))).rejects.toThrow('Connection is closed');
  await eventually(async () => {
    const lists = await Promise.all(cluster.nodes.map(async ({ port }) => redisCommand(port, 'CLIENT', 'LIST')));
    expect(lists.join()).not.toContain('name=closing');
  });
});

test('nobody hangs where no node can be reached', async () => {
  const address = parseRedisAddress('redis+cluster://127.0.0.1:1,127.0.0.1:2');
  const lost = redisBroker(address, 'lost');
  closings.push(async () => lost.close());
  await expect(lost.relay.streams(['any'])).rejects.toThrow(/retries|closed|refused/i);
  await expect(lost.consumer.read([{ key: 'any', after: nowhere }], { countMax: 1, blockMs: 100 })).rejects.toThrow(
    /retries|closed|refused/i,
  );
});
