/**
 * Goal: the users of `streampact acl` are enough for a Redis Cluster, and no more. Method: three nodes with these users; the broker
 * of the runtime does everything it can do as the owner of a stream and as one who receives it; each node's record of refusals.
 */
import { Redis } from 'ioredis';
import { redisBroker, streamKey, type Broker } from '@streampact/runtime';
import { startRedisCluster, type RedisClusterHandle } from '../../deploy/local/src/infrastructure/redis-cluster.js';
import { aclFile, refusalsOf } from './guarded-redis.js';
import { passwordOf } from './guarded-postgres.js';

const partitions = 8;
const keys = Array.from({ length: partitions }, (_, partition) =>
  streamKey({ prefix: '', address: 'orders-stream', partition, partitions }),
);
let cluster: RedisClusterHandle;
let admins: readonly Redis[];
const brokers: Broker[] = [];

beforeAll(async () => {
  cluster = await startRedisCluster();
  admins = cluster.primaries.map(({ url }) => new Redis(url));
  for (const admin of admins) {
    // The default user last: it is the one that is asked.
    const users = aclFile().trim().split('\n').toReversed();
    await admin.call('ACL', 'SETUSER', 'looks-on', 'on', 'nopass', '~*', '&*', '+@all');
    await admin.call('AUTH', 'looks-on', 'any');
    for (const user of users) {
      const [, name = '', rules = ''] = /^user (\S+) (.*)$/.exec(user) ?? [];
      await admin.call('ACL', 'SETUSER', name, ...(rules.match(/\([^)]*\)|\S+/g) ?? []));
    }
  }
}, 120_000);

afterAll(async () => {
  for (const broker of brokers) broker.close();
  for (const admin of admins) admin.disconnect();
  await cluster.stop();
}, 60_000);

const brokerOf = (user: string): Broker => {
  const broker = redisBroker(cluster.url.replace('//', `//${user}:${passwordOf(user)}@`), user);
  brokers.push(broker);
  return broker;
};
const batch = (id: string, expected = '0-0') => ({
  expected,
  names: ['type'],
  entries: [{ entryId: id, values: ['X'] }],
});
const refusals = async (): Promise<readonly string[]> => (await Promise.all(admins.map(refusalsOf))).flat();

test('owner and receiver do all of their work on every node, and are refused nothing', async () => {
  const { relay } = brokerOf('order-service');
  const { consumer } = brokerOf('user-service');
  for (const key of keys) {
    await relay.createGroup(key, 'user-service', '0-0');
    expect(await relay.append(key, batch('5-1'))).toBeUndefined();
    await consumer.repairGroup(key, 'user-service', '0-0');
    await relay.moveGroup(key, 'user-service', '0-0');
    expect(await relay.groups(key)).toHaveLength(1);
  }
  const read = await consumer.read(
    keys.map((key) => ({ key, after: '0-0' })),
    { countMax: 10, blockMs: 500 },
  );
  expect(read.size).toBeGreaterThan(0);
  for (const key of keys) {
    await consumer.showPosition(key, 'user-service', '5-1', 1);
    expect(await consumer.group(key, 'user-service')).toMatchObject({ lastDeliveredId: '5-1' });
    await relay.trim(key, '5-1', { exactly: true });
    expect(await relay.raiseHead(key, { expected: '5-1', to: '6-0' })).toBe(true);
    await relay.remove(key);
    expect(await relay.raiseHead(key, { expected: '0-0', to: '7-0' })).toBe(true);
  }
  expect(await relay.properties()).toMatchObject({ evictionPolicy: 'noeviction' });
  expect(await refusals()).toEqual([]);
});

test('who receives a stream cannot append to it, on any node', async () => {
  const { relay } = brokerOf('user-service');
  for (const key of keys) await expect(relay.append(key, batch('9-1', '7-0'))).rejects.toThrow(/NOPERM/);
});

test('who has no name gets in at no node', async () => {
  for (const { url } of cluster.primaries) {
    const nobody = new Redis(url, { enableReadyCheck: false, retryStrategy: () => null });
    nobody.on('error', () => undefined);
    await expect(nobody.call('CLUSTER', 'SLOTS')).rejects.toThrow(/NOAUTH/);
    nobody.disconnect();
  }
});
