/**
 * Goal: each service does all of its work under its own Redis user, and who steals that user's password can do nothing else.
 * Method: the whole system on a Redis with the file of `streampact acl` and a PostgreSQL with a role for each service; Redis' own
 * record of refusals shows whether a service was ever refused something it needs. Then, as each user, everything else is tried.
 */
import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { services as registry } from '@streampact/generated/registry';
import { eventually } from '../infrastructure/test-infrastructure.js';
import { opsIn } from '../integration/operator.js';
import { services, startGuardedPostgres, type GuardedPostgres, type Service } from './guarded-postgres.js';
import { refusalsOf, startGuardedRedis, type GuardedRedis } from './guarded-redis.js';
import { startGuardedShop, type GuardedShop } from './guarded-shop.js';
import { ServerFiles } from './server-files.js';

const files = new ServerFiles();
let postgres: GuardedPostgres;
let redis: GuardedRedis;
let shop: GuardedShop;
let admin: Redis;
const users = new Map<string, Redis>();

beforeAll(async () => {
  [postgres, redis] = await Promise.all([startGuardedPostgres({ files }), startGuardedRedis(files)]);
  admin = new Redis(redis.adminUrl);
  shop = await startGuardedShop({
    files,
    admin: { databaseUrl: postgres.adminUrl, redisUrl: redis.adminUrl },
    environment: (service) => ({ DATABASE_URL: postgres.url(service), REDIS_URL: redis.url(service) }),
  });
  for (const user of [...services, 'streampact-ops']) users.set(user, new Redis(redis.url(user)));
}, 180_000);

afterAll(async () => {
  for (const user of users.values()) user.disconnect();
  await shop.system.stop();
  admin.disconnect();
  await redis.server.stop();
  await postgres.server.stop();
  files.remove();
}, 60_000);

/** @returns the first word of the answer if it is an error */
const answerOf = async (user: string, command: readonly string[]): Promise<string> => {
  const connection = users.get(user);
  if (connection === undefined) throw new Error(`There is no connection of ${user}.`);
  const [name = '', ...values] = command;
  try {
    await connection.call(name, ...values);
    return 'done';
  } catch (error) {
    return error instanceof Error ? (error.message.split(' ')[0] ?? '') : String(error);
  }
};

const channels = registry.flatMap(({ channels: own }) => own);
const received = (service: Service): readonly string[] =>
  Object.values(registry.find(({ name }) => name === service)?.consumers ?? {}).map(({ channel }) => channel.address);
const owned = (service: Service): readonly string[] =>
  (registry.find(({ name }) => name === service)?.channels ?? []).map(({ address }) => address);
const mirrors = channels.flatMap(({ address, groups }) =>
  groups.map((group) => ({ group, key: `${address}.dlq.${group}` })),
);

test('the whole story is told under these users', async () => {
  const { checks } = await shop.tellStory();
  expect(checks.filter(({ isTrue }) => !isTrue)).toEqual([]);
  expect(shop.deaths).toEqual([]);
});

test('so is what happens after all streams were lost', async () => {
  await admin.flushall();
  const { checks } = await shop.tellStory();
  expect(checks.filter(({ isTrue }) => !isTrue)).toEqual([]);
});

test('a stream whose entries were deleted by hand is built again', async () => {
  const key = 'users-stream.0';
  const groups = async (): Promise<number> => ((await admin.xinfo('GROUPS', key)) as unknown[]).length;
  await admin.del(key);
  await eventually(async () => expect(await groups()).toBe(2), { describe: `the groups of ${key} to be there again` });
});

test('a dead letter reaches the mirror that its group may write', async () => {
  const database = new Client({ connectionString: postgres.url('user-service') });
  await database.connect();
  await database.query(
    `insert into outbox (id, stream, partition, type, key, headers, data)
     values ($1, 'users-stream', 0, 'USER_CREATED', 'nobody', $2, '{}')`,
    [randomUUID(), JSON.stringify({ timestamp: new Date().toISOString() })],
  );
  await database.end();
  for (const group of ['order-service', 'notification-service']) {
    const key = `users-stream.dlq.${group}`;
    await eventually(async () => expect(await admin.xlen(key)).toBe(1), { describe: `an entry in ${key}` });
  }
});

test('the tools work as the user that is for them', async () => {
  const environment = {
    STREAMPACT_DATABASES: services.map((service) => `${service}=${postgres.url(service)}`).join(','),
    REDIS_URL: redis.url('streampact-ops'),
  };
  for (const argv of [
    ['streams', 'status'],
    ['streams', 'verify'],
    ['streams', 'dead-letters', 'list'],
    ['streams', 'rewind', 'notification-service', '--stream', 'orders-stream', '--to', 'start', '--force'],
  ]) {
    const { exitCode, stderr } = await opsIn({ environment }, ...argv);
    // 1 says that something needs attention, as a dead letter does.
    expect([argv, exitCode === 2 ? stderr : 'ran']).toEqual([argv, 'ran']);
  }
});

test('nothing that a service or a tool needed was refused', async () => {
  expect(await refusalsOf(admin)).toEqual([]);
});

const writes: readonly ((key: string) => readonly string[])[] = [
  (key) => ['XADD', key, '*', 'type', 'FORGED'],
  (key) => ['XDEL', key, '1-1'],
  (key) => ['XTRIM', key, 'MAXLEN', '0'],
  (key) => ['XSETID', key, '9999999999999-0'],
  (key) => ['DEL', key],
  (key) => ['UNLINK', key],
  (key) => ['SET', key, 'mine'],
  (key) => ['EXPIRE', key, '0'],
  (key) => ['RENAME', key, 'mine'],
  (key) => ['COPY', key, 'mine'],
  (key) => ['XGROUP', 'DESTROY', key, 'order-service'],
  (key) => ['XGROUP', 'DELCONSUMER', key, 'order-service', 'one'],
  (key) => ['XREADGROUP', 'GROUP', 'order-service', 'one', 'STREAMS', key, '>'],
  (key) => ['EVAL', `return redis.call('XADD', KEYS[1], '*', 'type', 'FORGED')`, '1', key],
];
const reads: readonly ((key: string) => readonly string[])[] = [
  (key) => ['XREAD', 'STREAMS', key, '0'],
  (key) => ['XRANGE', key, '-', '+'],
  (key) => ['XREVRANGE', key, '+', '-'],
  (key) => ['XINFO', 'STREAM', key, 'FULL'],
  (key) => ['DUMP', key],
  (key) => ['GET', key],
  (key) => ['EVAL', `return redis.call('XREAD', 'STREAMS', KEYS[1], '0')`, '1', key],
];
const notOwned = services.flatMap((service) =>
  channels.filter(({ address }) => !owned(service).includes(address)).map(({ address }) => [service, address] as const),
);

test.each(notOwned)('%s can write nothing to %s', async (service, address) => {
  for (const write of writes) {
    for (const key of [`${address}.0`, `${address}.7`]) {
      expect([write(key), await answerOf(service, write(key))]).toEqual([write(key), 'NOPERM']);
    }
  }
});

test.each(notOwned.filter(([service, address]) => !received(service).includes(address)))(
  '%s, which does not receive %s, can read nothing of it, and not touch its groups',
  async (service, address) => {
    const commands = [
      ...reads,
      (key: string) => ['XGROUP', 'SETID', key, 'order-service', '0'],
      (key: string) => ['XGROUP', 'CREATE', key, 'mine', '0', 'MKSTREAM'],
      (key: string) => ['XACK', key, 'order-service', '1-1'],
    ].map((command) => command(`${address}.3`));
    for (const command of commands) expect([command, await answerOf(service, command)]).toEqual([command, 'NOPERM']);
  },
);

test.each(services)(
  "%s can neither read nor write the dead letters of others, nor keys that are nobody's",
  async (service) => {
    const foreign = [
      ...mirrors.filter(({ group }) => group !== service).map(({ key }) => key),
      'users-stream',
      'orders-stream.8',
      'orders-stream.00',
      'notifications-stream.dlq.order-service',
      'anything',
    ];
    for (const key of foreign) {
      for (const command of [...writes, ...reads].map((one) => one(key))) {
        expect([command, await answerOf(service, command)]).toEqual([command, 'NOPERM']);
      }
    }
  },
);

test.each(services)('a script of %s can do no more than its user', async (service) => {
  const foreign = channels.find(({ address }) => !owned(service).includes(address))?.address ?? '';
  const own = `${owned(service)[0] ?? ''}.0`;
  for (const script of [
    `return redis.call('XADD', '${foreign}.0', '*', 'type', 'FORGED')`,
    `return redis.call('KEYS', '*')`,
    `return redis.call('CONFIG', 'GET', '*')`,
    `return redis.call('FLUSHALL')`,
  ]) {
    // The key that is named is its own; what the script calls is looked at as well.
    expect([script, await answerOf(service, ['EVAL', script, '1', own])]).toEqual([script, 'ERR']);
  }
});

const powers: readonly (readonly string[])[] = [
  ['FLUSHALL'],
  ['FLUSHDB'],
  ['SWAPDB', '0', '1'],
  ['SELECT', '1'],
  ['CONFIG', 'GET', '*'],
  ['CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru'],
  ['CONFIG', 'REWRITE'],
  ['KEYS', '*'],
  ['SCAN', '0'],
  ['RANDOMKEY'],
  ['DBSIZE'],
  ['SCRIPT', 'FLUSH'],
  ['SCRIPT', 'KILL'],
  ['SCRIPT', 'LOAD', 'return 1'],
  ['FUNCTION', 'FLUSH'],
  ['ACL', 'LIST'],
  ['ACL', 'SETUSER', 'default', 'on', 'nopass', '+@all', '~*'],
  ['ACL', 'GETUSER', 'streampact-ops'],
  ['ACL', 'LOAD'],
  ['SHUTDOWN', 'NOSAVE'],
  ['DEBUG', 'SLEEP', '0'],
  ['MONITOR'],
  ['SAVE'],
  ['BGSAVE'],
  ['BGREWRITEAOF'],
  ['REPLICAOF', '127.0.0.1', '1'],
  ['SLAVEOF', 'NO', 'ONE'],
  ['FAILOVER'],
  ['PSYNC', '?', '-1'],
  ['SYNC'],
  ['MIGRATE', '127.0.0.1', '1', 'users-stream.0', '0', '100'],
  ['RESTORE', 'mine', '0', 'x'],
  ['MODULE', 'LIST'],
  ['MODULE', 'LOAD', '/tmp/loot.so'],
  ['SLOWLOG', 'GET'],
  ['LATENCY', 'LATEST'],
  ['MEMORY', 'STATS'],
  ['OBJECT', 'FREQ', 'users-stream.0'],
  ['CLIENT', 'LIST'],
  ['CLIENT', 'KILL', 'TYPE', 'normal'],
  ['CLIENT', 'PAUSE', '10'],
  ['CLIENT', 'NO-EVICT', 'on'],
  ['CLIENT', 'TRACKING', 'on'],
  ['CLUSTER', 'RESET'],
  ['CLUSTER', 'FAILOVER'],
  ['PUBLISH', 'any', 'text'],
  ['SUBSCRIBE', 'any'],
  ['PSUBSCRIBE', '*'],
  ['WAIT', '0', '1'],
  ['MULTI'],
];

test.each([...services, 'streampact-ops'])('%s has no power over the server', async (user) => {
  for (const command of powers) expect([command, await answerOf(user, command)]).toEqual([command, 'NOPERM']);
  expect(await admin.ping()).toBe('PONG');
});

test('who runs the tools can look at everything, and write nothing but the place of a group', async () => {
  const keys = [...channels.map(({ address }) => `${address}.0`), ...mirrors.map(({ key }) => key)];
  for (const key of keys) {
    expect([key, await answerOf('streampact-ops', ['XRANGE', key, '-', '+'])]).toEqual([key, 'done']);
    for (const write of writes) {
      expect([write(key), await answerOf('streampact-ops', write(key))]).toEqual([write(key), 'NOPERM']);
    }
  }
});

/** What PING is answered with, or why there is no connection to send it on. */
const pingAs = async (url: string): Promise<string> => {
  const connection = new Redis(url, { lazyConnect: true, enableReadyCheck: false, retryStrategy: () => null });
  let refusal: string | undefined;
  connection.on('error', (error) => (refusal ??= error.message));
  try {
    return await connection.ping();
  } catch (error) {
    return refusal ?? String(error);
  } finally {
    connection.disconnect();
  }
};

test('who gives no name, a wrong password or an unknown name does not get in', async () => {
  const guessed = new URL(redis.url('order-service'));
  guessed.password = 'guessed';
  expect(await pingAs(redis.url('order-service'))).toBe('PONG');
  expect(await pingAs(redis.server.url)).toMatch(/NOAUTH/);
  expect(await pingAs(guessed.href)).toMatch(/^WRONGPASS/);
  expect(await pingAs(redis.url('default'))).toMatch(/^WRONGPASS/);
});
