/**
 * Goal: what `npm start` shows it shows on servers of several nodes too. Method: a Redis Cluster of three nodes, and a PostgreSQL that
 * is the second of two hosts, both named by files; the services as real processes tell the story, and the tools find the system.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serviceNames, System, tellStory } from '@streampact/local';
import { writeSystemFile } from '../../deploy/local/src/start/system-file.js';
import { compile, projectFolder } from '../infrastructure/compiled.js';
import {
  startPostgres,
  startRedisCluster,
  type RedisClusterHandle,
  type ServerHandle,
} from '../infrastructure/test-infrastructure.js';
import { opsIn } from '../integration/operator.js';

const startMaxMs = 120_000;
const deaths: string[] = [];
let folder: string;
let postgres: ServerHandle;
let cluster: RedisClusterHandle;
let system: System;

beforeAll(async () => {
  compile();
  folder = mkdtempSync(join(tmpdir(), 'streampact-nodes-'));
  mkdirSync(join(folder, '.streampact'));
  [postgres, cluster] = await Promise.all([startPostgres(), startRedisCluster()]);
  const { username, port } = new URL(postgres.url);
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), `${text}\n`);
    return join(folder, name);
  };
  const env = {
    PATH: process.env['PATH'],
    // Nobody listens on port 1.
    DATABASE_URL_FILE: file('database-url', `postgres://${username}@127.0.0.1:1,127.0.0.1:${port}/postgres`),
    REDIS_URL_FILE: file('redis-url', cluster.url),
    STREAMPACT_KEY_PREFIX: 'nodes:',
    USER_SERVICE_PORT: '0',
    ORDER_SERVICE_PORT: '0',
    NOTIFICATION_SERVICE_PORT: '0',
  };
  system = await System.start({
    projectFolder,
    logFolder: folder,
    env,
    infrastructure: { purpose: 'start', say: () => undefined, dataFolder: folder, env },
    say: () => undefined,
    onDeath: (sentence) => void deaths.push(sentence),
  });
}, startMaxMs);

afterAll(async () => {
  await system.stop();
  await Promise.all([postgres.stop(), cluster.stop()]);
  rmSync(folder, { recursive: true, force: true });
}, startMaxMs);

test('the story ends as it should, and its events are on every node', async () => {
  const { checks } = await tellStory({
    urls: {
      users: system.url('user-service'),
      orders: system.url('order-service'),
      notifications: system.url('notification-service'),
    },
    redisUrl: system.infrastructure.redisUrl,
    keyPrefix: 'nodes:',
    mails: system.mailCatcher.mails,
  });
  expect(checks.filter(({ isTrue }) => !isTrue)).toEqual([]);
  expect(checks).toHaveLength(8);
  const sizes = await Promise.all(cluster.primaries.map(async (node) => cluster.command(node, 'DBSIZE')));
  expect(sizes.map((size) => Number(size) > 0)).toEqual([true, true, true]);
  expect(deaths).toEqual([]);
}, 60_000);

test('the tools find the system and read all of it', async () => {
  const remove = writeSystemFile(folder, system.infrastructure, { STREAMPACT_KEY_PREFIX: 'nodes:' });
  const status = await opsIn({ folder }, 'streams', 'status');
  const verified = await opsIn({ folder }, 'streams', 'verify');
  remove();
  for (const name of serviceNames) expect(status.stdout).toContain(`${name.replace('-service', '')}s-stream`);
  expect(status.stdout).not.toContain('cannot be used');
  expect(verified).toMatchObject({ exitCode: 0 });
});
