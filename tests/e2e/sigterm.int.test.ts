/**
 * Goal: SIGTERM ends a service within 10 s whatever it is doing, finishes or rolls back what is in flight, leaves nothing pending,
 * and nothing is lost or doubled. Method: order-service as a real process, with users arriving all the time.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { Pool } from 'pg';
import { orderService } from '@streampact/generated/order-service';
import { userService, type UserServicePublisher } from '@streampact/generated/user-service';
import { streamKey } from '@streampact/runtime';
import { startForeignService, type ForeignService } from '../../services/edge/test/harness/foreign-service.js';
import { TcpProxy } from '../faults/src/tools/tcp-proxy.js';
import { compile, projectFolder } from '../infrastructure/compiled.js';
import {
  createTestDatabase,
  eventually,
  testKeyPrefix,
  testRedisUrl,
  type TestDatabase,
} from '../infrastructure/test-infrastructure.js';

const exitMaxMs = 10_000;
const keyPrefix = testKeyPrefix();
const { address: stream, partitions } = orderService.consumers['usersStream']?.channel ?? userService.channels[0]!;
const group = orderService.name;

let database: TestDatabase;
let pool: Pool;
let redis: Redis;
let users: ForeignService<UserServicePublisher>;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  compile();
  database = await createTestDatabase('sigterm');
  pool = new Pool({ connectionString: database.url, max: 2 });
  redis = new Redis(testRedisUrl());
  users = await startForeignService(userService, keyPrefix);
}, 120_000);

afterAll(async () => {
  for (const service of running) service.kill('SIGKILL');
  await users.close();
  redis.disconnect();
  await pool.end();
  await database.drop();
});

const startService = async (databaseUrl = database.url): Promise<ChildProcess> => {
  const service = spawn(process.execPath, [join(projectFolder, 'services/order-service/dist/main.js')], {
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      DATABASE_URL: databaseUrl,
      REDIS_URL: testRedisUrl(),
      STREAMPACT_KEY_PREFIX: keyPrefix,
      JWKS_URL: 'http://127.0.0.1:1/keys',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(service);
  service.once('exit', () => running.delete(service));
  let said = '';
  for (const output of [service.stdout, service.stderr]) output.on('data', (text: Buffer) => (said += text.toString()));
  await eventually(() => expect(said).toContain('"listening"'), {
    deadlineMs: 30_000,
    describe: 'order-service listens',
  });
  return service;
};

/** @returns its exit code @throws after 10 s */
const terminate = async (service: ChildProcess): Promise<unknown> => {
  const exited = once(service, 'exit', { signal: AbortSignal.timeout(exitMaxMs) });
  service.kill('SIGTERM');
  const [code] = (await exited) as unknown[];
  return code;
};

let published = 0;
/** Users arrive until it is told to end. */
const usersArrive = (): (() => Promise<void>) => {
  const end = new AbortController();
  const arriving = (async () => {
    while (!end.signal.aborted) {
      await users.publish(async (publisher, options) => {
        for (let n = 0; n < 20; n++) {
          const userId = randomUUID();
          await publisher.userCreated(
            { userId, email: `${userId}@example.com`, firstName: 'A', lastName: 'B' },
            options,
          );
        }
      });
      published += 20;
    }
  })();
  return async () => {
    end.abort();
    await arriving;
  };
};

const customers = async (): Promise<number> =>
  (await pool.query<{ count: number }>('select count(*)::int from customer')).rows[0]?.count ?? 0;

const expectNothingPending = async (): Promise<void> => {
  const positions = await pool.query<{ partition: number; entry_id: string }>(
    'select partition, entry_id from consumer_position where stream = $1 order by partition',
    [stream],
  );
  const shown = await Promise.all(
    positions.rows.map(async ({ partition }) => {
      const key = streamKey({ prefix: keyPrefix, address: stream, partition, partitions });
      const groups = (await redis.xinfo('GROUPS', key)) as unknown[][];
      const fields = groups.find((one) => one[one.indexOf('name') + 1] === group) ?? [];
      const field = (name: string): unknown => fields[fields.indexOf(name) + 1];
      return { partition, entry_id: field('last-delivered-id'), pending: field('pending') };
    }),
  );
  expect(shown).toEqual(positions.rows.map((row) => ({ ...row, pending: 0 })));
  expect((await pool.query('select from consumer_lease where owner is not null')).rowCount).toBe(0);
};

test('SIGTERM under load ends it with nothing pending, and the next one goes on', async () => {
  const first = await startService();
  const end = usersArrive();
  await eventually(async () => expect(await customers()).toBeGreaterThan(200), { deadlineMs: 30_000 });

  expect(await terminate(first)).toBe(0);

  await expectNothingPending();
  const second = await startService();
  await end();
  await eventually(async () => expect(await customers()).toBe(published), { deadlineMs: 30_000 });
  expect((await pool.query(`select from inbox where state <> 'done'`)).rowCount).toBe(0);
  expect(await terminate(second)).toBe(0);
  await expectNothingPending();
});

test('SIGTERM ends it also while PostgreSQL does not answer', async () => {
  const url = new URL(database.url);
  const proxy = await TcpProxy.start({ targetPort: Number(url.port) });
  url.port = String(proxy.port);
  const first = await startService(url.href);
  const end = usersArrive();
  const before = await customers();
  await eventually(async () => expect(await customers()).toBeGreaterThan(before), { deadlineMs: 30_000 });
  proxy.blackHole(true);

  await terminate(first);

  await proxy.stop();
  const second = await startService();
  await end();
  await eventually(async () => expect(await customers()).toBe(published), { deadlineMs: 40_000 });
  expect(await terminate(second)).toBe(0);
});
