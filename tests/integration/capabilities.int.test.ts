/** What health says of servers that are set up so that a guarantee is lost or weaker, and of a Redis that refuses. */
import { DataSource } from 'typeorm';
import { Redis } from 'ioredis';
import type { EventRuntime, Logger } from '@streampact/runtime';
import { eventually, startRedis, type ServerHandle } from '../infrastructure/test-infrastructure.js';
import { LedgerSystem } from './ledger-system.js';

let system: LedgerSystem;
let server: ServerHandle;
let redis: Redis;
let said: { level: string; sentence: string; subject: unknown }[];

beforeEach(async () => {
  said = [];
  server = await startRedis();
  redis = new Redis(server.url);
  redis.on('error', () => undefined); // its server is ended
  const note =
    (level: string) =>
    (fields: object, sentence: string): void => {
      if ('subject' in fields) said.push({ level, sentence, subject: fields.subject });
    };
  const logger: Logger = { debug: () => undefined, info: note('info'), warn: note('warn'), error: note('error') };
  system = await LedgerSystem.create({ redisUrl: server.url, logger });
});

afterEach(async () => {
  await system.close();
  redis.disconnect();
  await server.stop();
});

const subjects = (runtime: EventRuntime): readonly string[] =>
  runtime.status.findings.map(({ subject, found }) => `${subject}=${found}`);

test('Redis that may throw streams away makes health red until it may not any more', async () => {
  await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
  const ledger = await system.startLedger();

  await eventually(() => expect(ledger.status).toMatchObject({ status: 'down' }));
  expect(subjects(ledger)).toContain('maxmemory-policy=allkeys-lru');
  const ofPolicy = said.filter(({ subject }) => subject === 'maxmemory-policy');
  expect(ofPolicy).toEqual([
    { level: 'error', subject: 'maxmemory-policy', sentence: 'a server is set up so that a guarantee is lost' },
  ]);

  // It comes back as another one.
  await server.kill();
  await server.restart();
  await eventually(() => expect(ledger.status.status).toBe('up'), { deadlineMs: 30_000 });
  expect(said.filter(({ subject }) => subject === 'maxmemory-policy')).toHaveLength(2);
});

test('a database that answers commits before they are on disk is shown, and takes requests', async () => {
  const database = decodeURIComponent(new URL(system.databases['ledger-service']).pathname.slice(1));
  await system.ledger.query(`alter database "${database}" set synchronous_commit = off`);
  const dataSource = new DataSource({ type: 'postgres', url: system.databases['ledger-service'], poolSize: 12 });
  await dataSource.initialize();
  const ledger = await system.startLedger(system.write, { dataSource });

  await eventually(() => expect(subjects(ledger)).toContain('synchronous_commit=off'));
  expect(ledger.status.status).toBe('up');

  await system.stop(ledger);
  await dataSource.destroy();
});

test.each([
  ['is out of memory', ['maxmemory', '1'], ['maxmemory', '0'], /OOM/],
  ['has too few replicas to write', ['min-replicas-to-write', '1'], ['min-replicas-to-write', '0'], /NOREPLICAS/],
])(
  'Redis that %s degrades the producer, and events wait',
  async (_what, [name = '', value = ''], [, well = ''], reason) => {
    const accounts = await system.startAccounts();
    await system.startLedger();
    await eventually(() => expect(accounts.status.status).toBe('up'));
    await redis.config('SET', name, value);

    await system.change('ada', 1);

    await eventually(() => {
      expect(accounts.status.status).toBe('degraded');
      expect(accounts.status.relay.trouble).toMatch(reason);
    });
    await redis.config('SET', name, well);
    await eventually(async () => expect(await system.lines()).toEqual([{ accountId: 'ada', n: 1 }]));
    await eventually(() => expect(accounts.status.status).toBe('up'));
  },
);

test('Redis that is read-only degrades both sides', async () => {
  const accounts = await system.startAccounts();
  const ledger = await system.startLedger();
  await eventually(() => expect(ledger.status.status).toBe('up'));
  await redis.replicaof('127.0.0.1', 1);

  await system.change('ada', 1);

  await eventually(() => expect(accounts.status.relay.trouble).toMatch(/READONLY/));
  await redis.replicaof('NO', 'ONE');
  await eventually(async () => expect(await system.lines()).toEqual([{ accountId: 'ada', n: 1 }]));
});

test('Redis that is away degrades both sides, and nobody says that it consumes', async () => {
  const accounts = await system.startAccounts();
  const ledger = await system.startLedger();
  await eventually(() => expect(ledger.status.consumers.state).toBe('consuming'));
  await server.kill();

  await eventually(() => {
    expect(accounts.status).toMatchObject({ status: 'degraded', relay: { trouble: expect.any(String) } });
    expect(ledger.status).toMatchObject({
      status: 'degraded',
      consumers: { state: 'interrupted', trouble: expect.any(String) },
    });
  });

  await server.restart();
  await eventually(() => expect(ledger.status).toMatchObject({ status: 'up', consumers: { state: 'consuming' } }));
});
