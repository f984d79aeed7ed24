/**
 * Goal: a failover that Sentinel makes costs time, never an event, whatever the replica has missed. Method: both services of the
 * ledger contract find Redis through three real Sentinels; the primary is killed or frozen while accounts are changed.
 */
import { redisBroker, type Broker } from '@streampact/runtime';
import { stopReplicating } from '../faults/src/tools/stop-replicating.js';
import { eventually, startRedisSentinels, type RedisSentinelsHandle } from '../infrastructure/test-infrastructure.js';
import { LedgerSystem } from './ledger-system.js';

const accountNames = ['ada', 'max', 'cleo', 'dan', 'eve'];
const failoverMaxMs = 40_000;

let sentinels: RedisSentinelsHandle;
let system: LedgerSystem;
let brokers: Broker[];

beforeEach(async () => {
  brokers = [];
  sentinels = await startRedisSentinels();
  system = await LedgerSystem.create({
    connectBroker: () => {
      const broker = redisBroker(sentinels.url, 'sentinel-test');
      brokers.push(broker);
      return broker;
    },
  });
  await system.startAccounts();
  await system.startLedger();
}, 60_000);
afterEach(async () => {
  await system.close();
  for (const broker of brokers) broker.close();
  await sentinels.stop();
});

const change = async (from: number, to: number): Promise<void> => {
  for (let n = from; n <= to; n++) await Promise.all(accountNames.map(async (name) => system.change(name, n)));
};

const expectLines = async (count: number): Promise<void> => {
  const complete = accountNames.map(() => Array.from({ length: count }, (_, index) => index + 1));
  await eventually(
    async () => {
      const lines = await system.lines();
      expect(accountNames.map((name) => lines.filter(({ accountId }) => accountId === name).map(({ n }) => n))).toEqual(
        complete,
      );
    },
    { deadlineMs: failoverMaxMs },
  );
};

const expectPrimaryOtherThan = async (port: number): Promise<void> =>
  eventually(async () => expect((await sentinels.primary()).port).not.toBe(port), { deadlineMs: failoverMaxMs });

test('a primary that is killed is replaced, and comes back as a replica', async () => {
  await change(1, 5);
  const old = await sentinels.primary();
  await old.kill();
  await change(6, 10);
  await expectPrimaryOtherThan(old.port);
  await expectLines(10);
  await old.restart();
  await change(11, 15);
  await expectLines(15);
}, 120_000);

test('what the promoted replica had not heard of is appended to it again', async () => {
  await change(1, 5);
  await expectLines(5);
  const old = await sentinels.primary();
  const [replica] = sentinels.servers.filter(({ port }) => port !== old.port);
  if (!replica) throw new Error('There is no replica.');
  await stopReplicating(old, replica);
  await change(6, 10);
  await expectLines(10);
  await old.kill();
  await change(11, 15);
  await expectLines(15);
  const keys = system.keys();
  const state = await brokers[0]?.relay.streams(keys);
  expect(state?.reduce((sum, { entriesAdded }) => sum + entriesAdded, 0)).toBe(15 * accountNames.length);
}, 120_000);

test('a primary that freezes is left for the new one, and followed nowhere when it wakes up', async () => {
  await change(1, 5);
  await expectLines(5);
  const old = await sentinels.primary();
  process.kill(old.pid ?? 0, 'SIGSTOP');
  await change(6, 10);
  await expectPrimaryOtherThan(old.port);
  await expectLines(10);
  process.kill(old.pid ?? 0, 'SIGCONT');
  await change(11, 15);
  await expectLines(15);
}, 120_000);
