/**
 * Goal: Sentinel and Cluster work over TLS with a user for each service, also while a node is replaced and while a slot is moved,
 * and no service may do more there. Method: servers that take nothing but TLS and the users of `streampact acl`; what owner and
 * receiver of a stream do goes on through each change; each server's record of refusals.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { redisAddress, redisBroker, slotOf } from '@streampact/runtime';
import { moveSlot } from '../faults/src/tools/move-slot.js';
import { compile, projectFolder } from '../infrastructure/compiled.js';
import {
  eventually,
  startRedisCluster,
  startRedisSentinels,
  type RedisClusterHandle,
  type RedisSentinelsHandle,
  type ServerHandle,
} from '../infrastructure/test-infrastructure.js';
import { Authority } from './certificates.js';
import { guardOf, orderKey, OrderStream } from './guarded-nodes.js';
import { passwordOf } from './guarded-postgres.js';
import { refusalsIn } from './guarded-redis.js';
import { ServerFiles } from './server-files.js';

const files = new ServerFiles();
const authority = new Authority(files, 'authority');
const stranger = new Authority(files, 'stranger');
const guard = guardOf(files, authority);
const streams: OrderStream[] = [];

afterEach(() => {
  for (const stream of streams.splice(0)) stream.close();
});
afterAll(() => files.remove());

const given = (key: string, url: string): OrderStream => {
  const stream = new OrderStream(key, url, authority.caFile);
  streams.push(stream);
  return stream;
};

const refusals = async (
  handle: Pick<RedisClusterHandle, 'command'>,
  servers: readonly ServerHandle[],
): Promise<readonly string[]> =>
  (await Promise.all(servers.map(async (server) => handle.command(server, 'ACL', 'LOG', '128')))).flatMap(refusalsIn);

/** What a service is told that does not trust who answers. */
const expectDistrust = async (url: string): Promise<void> => {
  const broker = redisBroker(redisAddress(url, stranger.caFile), 'distrustful');
  try {
    await eventually(async () =>
      expect(await broker.relay.streams(['orders-stream.0']).catch(String)).toContain(
        'signed by nobody who is trusted',
      ),
    );
  } finally {
    broker.close();
  }
};

describe('Sentinel', () => {
  let sentinels: RedisSentinelsHandle;
  let url: string;
  beforeAll(async () => {
    sentinels = await startRedisSentinels({ guard });
    url = `${sentinels.url}?sentinel-password=${String(guard.sentinelPassword)}`;
  }, 60_000);
  afterAll(async () => sentinels.stop());

  test('owner and receiver go on after a failover, and are refused nothing', async () => {
    const stream = given(orderKey(0), url);
    await stream.goOn();
    await stream.goOn();
    const old = await sentinels.primary();
    await old.kill();
    await stream.goOn();
    expect((await sentinels.primary()).port).not.toBe(old.port);
    await old.restart();
    await eventually(async () => expect(String(await sentinels.command(old, 'ROLE'))).toMatch(/^slave/), {
      deadlineMs: 30_000,
    });
    await stream.goOn();
    expect(await refusals(sentinels, sentinels.servers)).toEqual([]);
  }, 120_000);

  test('a process says nothing of its own accord about a Sentinel that is away', async () => {
    compile();
    // A process of its own: ioredis writes past every logger, and knows errors only of its own realm.
    const script = `
      const { redisAddress, redisNodes } = await import('@streampact/runtime');
      const nodes = redisNodes(redisAddress(process.env.REDIS_URL, process.env.REDIS_CA_FILE), { name: 'quiet' });
      const [redis] = await nodes.primaries();
      await redis.info();
      process.stdin.once('end', () => process.exit(0)).resume();
      process.stdout.write('connected');`;
    const REDIS_URL = url.replace('//', `//user-service:${passwordOf('user-service')}@`);
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: projectFolder,
      env: { ...process.env, REDIS_URL, REDIS_CA_FILE: authority.caFile },
    });
    let said = '';
    child.stderr.on('data', (text) => (said += String(text)));
    await once(child.stdout, 'data');
    const [sentinel] = sentinels.sentinels;
    await sentinel?.kill();
    await sleep(1_500); // for some attempts to connect to it again
    const ended = once(child, 'exit');
    child.stdin.end();
    expect({ said, ended: await ended }).toEqual({ said: '', ended: [0, null] });
    await sentinel?.restart();
  }, 60_000);

  test('nobody is believed with the certificate of somebody else’s authority', async () => {
    await expectDistrust(url);
  });
});

describe('Cluster', () => {
  let cluster: RedisClusterHandle;
  beforeAll(async () => {
    cluster = await startRedisCluster({ replicas: 1, guard });
  }, 90_000);
  afterAll(async () => cluster.stop());

  const key = orderKey(3);

  /** The node that says it serves the key. */
  const primaryOf = async (): Promise<ServerHandle> => {
    for (const node of cluster.nodes) {
      const info = await cluster.command(node, 'EXISTS', key).catch(String);
      const role = String(await cluster.command(node, 'ROLE'));
      if (typeof info === 'number' && role.startsWith('master')) return node;
    }
    throw new Error(`No node serves ${key}.`);
  };
  const another = (node: ServerHandle): ServerHandle => {
    const found = cluster.primaries.find(({ port }) => port !== node.port);
    if (!found) throw new Error('There is one primary only.');
    return found;
  };

  test('owner and receiver go on in every step of a stream’s way to another node, and are refused nothing', async () => {
    const stream = given(key, cluster.url);
    await stream.goOn();
    const from = await primaryOf();
    const to = another(from);
    let steps = 0;
    const between = async (): Promise<void> => {
      steps += 1;
      await stream.goOn();
    };
    await moveSlot({ cluster, slot: slotOf(key), from, to, between });
    await stream.goOn();
    expect(steps).toBe(2);
    expect((await primaryOf()).port).toBe(to.port);
    expect(await refusals(cluster, cluster.nodes)).toEqual([]);
  }, 90_000);

  test('who receives a stream cannot append to it where it is going, asking or not', async () => {
    const from = await primaryOf();
    const to = another(from);
    const between = async (): Promise<void> => {
      for (const { port } of [from, to]) {
        const redis = new Redis({
          host: 'localhost',
          port,
          username: 'user-service',
          password: passwordOf('user-service'),
          tls: { ca: readFileSync(authority.caFile) },
        });
        try {
          const asking = redis.asking();
          await expect(redis.xadd(key, '*', 'type', 'X')).rejects.toThrow(/NOPERM/);
          expect(await asking).toBe('OK');
          const administration = ['SETSLOT 1 STABLE', 'FAILOVER', 'RESET', 'MEET 127.0.0.1 1', 'FORGET x', 'NODES'];
          for (const command of [...administration, 'SHARDS', 'GETKEYSINSLOT 1 1', 'COUNTKEYSINSLOT 1']) {
            await expect(redis.call('CLUSTER', ...command.split(' '))).rejects.toThrow(/NOPERM/);
          }
          await expect(redis.call('MIGRATE', 'h', '1', key, '0', '1')).rejects.toThrow(/NOPERM/);
          await expect(redis.call('RESTORE', key, '0', 'x')).rejects.toThrow(/NOPERM/);
        } finally {
          redis.disconnect();
        }
      }
    };
    await moveSlot({ cluster, slot: slotOf(key), from, to, between });
    for (const node of cluster.nodes) await cluster.command(node, 'ACL', 'LOG', 'RESET');
  }, 60_000);

  test('owner and receiver go on after a node was replaced, and are refused nothing', async () => {
    const stream = given(orderKey(4), cluster.url);
    await stream.goOn();
    const [old] = cluster.primaries;
    await Promise.all(cluster.primaries.slice(0, 1).map(async (node) => node.kill()));
    for (let partition = 0; partition < 8; partition++) {
      if (partition !== 3 && partition !== 4) await given(orderKey(partition), cluster.url).goOn();
    }
    await stream.goOn();
    await old?.restart();
    expect(await refusals(cluster, cluster.nodes)).toEqual([]);
  }, 120_000);

  test('nobody is believed with the certificate of somebody else’s authority', async () => {
    await expectDistrust(cluster.url);
  });
});
