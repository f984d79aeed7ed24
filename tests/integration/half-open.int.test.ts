/**
 * Goal: connections whose other side has vanished without a word hold nothing up for ever, and what they had open cannot commit
 * later. Method: a proxy between the ledger and one of its servers stops carrying bytes, and says nothing.
 */
import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { EventRuntime } from '@streampact/runtime';
import { TcpProxy } from '../faults/src/tools/tcp-proxy.js';
import { eventually, testRedisUrl } from '../infrastructure/test-infrastructure.js';
import { LedgerSystem } from './ledger-system.js';

let system: LedgerSystem;
let proxy: TcpProxy;
let proxied: DataSource | undefined;

afterEach(async () => {
  await proxy.stop(); // what waits for it fails
  await system.close();
  await proxied?.destroy();
  proxied = undefined;
});

const through = async (url: string): Promise<string> => {
  const target = new URL(url);
  proxy = await TcpProxy.start({ targetPort: Number(target.port) });
  target.port = String(proxy.port);
  target.hostname = '127.0.0.1';
  return target.href;
};

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

const expectLines = async (count: number): Promise<void> => {
  await eventually(
    async () => {
      const lines = await system.lines();
      for (const name of ['ada', 'bob'])
        expect(lines.filter(({ accountId }) => accountId === name).map(({ n }) => n)).toEqual(upTo(count));
    },
    { deadlineMs: 40_000 },
  );
  expect([...(await system.inbox()).values()].filter(({ errors }) => errors !== null)).toEqual([]);
};

const change = async (from: number, to: number): Promise<void> => {
  for (let n = from; n <= to; n++) for (const name of ['ada', 'bob']) await system.change(name, n);
};

const startProxied = async (): Promise<EventRuntime> => {
  proxied = new DataSource({
    type: 'postgres',
    url: await through(system.databases['ledger-service']),
    poolSize: 12,
    connectTimeoutMS: 1_000,
    poolErrorHandler: () => undefined,
  });
  await proxied.initialize();
  return system.startLedger(system.write, { dataSource: proxied, answerMaxMs: 700 });
};

/** What the ledger is connected through falls silent in mid-flow, for ever. */
const expectToSurviveSilence = async (ledger: EventRuntime): Promise<void> => {
  await change(1, 10);
  await expectLines(10);

  const changing = change(11, 40);
  proxy.silence();
  await changing;

  await expectLines(40);
  await eventually(() => expect(ledger.status.consumers.state).toBe('consuming'));
};

test('connections to PostgreSQL that fall silent for ever are replaced', async () => {
  system = await LedgerSystem.create();
  await system.startAccounts();
  const ledger = await startProxied();
  await expectToSurviveSilence(ledger);
});

test('PostgreSQL that is not reached for a while is reached again, and health says so meanwhile', async () => {
  system = await LedgerSystem.create();
  await system.startAccounts();
  const ledger = await startProxied();
  await change(1, 10);
  await expectLines(10);

  proxy.blackHole(true);
  await change(11, 20);
  await eventually(() =>
    expect(ledger.status).toMatchObject({ status: 'degraded', consumers: { state: 'interrupted' } }),
  );
  proxy.blackHole(false);

  await expectLines(20);
});

test('another instance takes over from one that PostgreSQL does not hear any more', async () => {
  system = await LedgerSystem.create({ consumer: { handlerTimeoutMs: 1_000 } });
  await system.startAccounts();
  await startProxied();
  await change(1, 10);
  await expectLines(10);
  const changing = change(11, 40);
  proxy.blackHole(true);
  await system.startLedger();
  await changing;
  await expectLines(40);

  proxy.blackHole(false);

  await change(41, 60);
  await expectLines(60);
});

test('a stop ends although PostgreSQL does not answer', async () => {
  system = await LedgerSystem.create();
  await system.startAccounts();
  const ledger = await startProxied();
  await change(1, 5);
  await expectLines(5);

  proxy.blackHole(true);
  await ledger.stopConsuming();

  proxy.blackHole(false);
  await system.startLedger();
  await change(6, 10);
  await expectLines(10);
});

test('a connection to Redis that falls silent is replaced, the one that blocks too', async () => {
  system = await LedgerSystem.create();
  await system.startAccounts();
  const ledger = await system.startLedger(system.write, { redisUrl: await through(testRedisUrl()) });
  await expectToSurviveSilence(ledger);
});

test('a relay whose PostgreSQL falls silent relays on over another connection', async () => {
  system = await LedgerSystem.create();
  const pool = new Pool({
    connectionString: await through(system.databases['account-service']),
    max: 3,
    connectionTimeoutMillis: 1_000,
  });
  pool.on('error', () => undefined);
  const relay = system.startRelay({ pool, answerMaxMs: 400 });
  await system.startLedger();
  await change(1, 10);
  await expectLines(10);

  proxy.silence();
  await change(11, 20);

  await expectLines(20);
  await relay.stop();
  await pool.end();
});
