/** Goal: what only the broker in memory does to services on command loses nothing either. Method: the ledger's two services on it. */
import { memoryBroker, type MemoryBroker } from '@streampact/runtime/testing';
import { eventually } from '../infrastructure/test-infrastructure.js';
import { LedgerSystem } from '../integration/ledger-system.js';

let broker: MemoryBroker;
let system: LedgerSystem;

beforeEach(async () => {
  broker = memoryBroker({ answerTimeoutMs: 300 });
  system = await LedgerSystem.create({ connectBroker: () => broker.connect() });
  await system.startAccounts();
  await system.startLedger();
});
afterEach(async () => system.close());

const change = async (from: number, to: number): Promise<void> => {
  for (let n = from; n <= to; n++) await system.change('ada', n);
};
const expectLines = async (count: number): Promise<void> =>
  eventually(async () => {
    const complete = Array.from({ length: count }, (_, index) => index + 1);
    expect((await system.lines()).map(({ n }) => n)).toEqual(complete);
  });

test('it forgets everything', async () => {
  await change(1, 10);
  broker.loseEverything();
  await change(11, 20);
  await expectLines(20);
});

test('replies to writes are lost, again and again', async () => {
  for (let n = 1; n <= 12; n++) {
    broker.loseNextReply();
    await change(n, n);
    await expectLines(n);
  }
});

test('it cannot be reached for a while', async () => {
  await change(1, 5);
  broker.refuse('unreachable');
  await change(6, 10);
  broker.heal();
  await expectLines(10);
});

test('it answers nothing for longer than anybody waits, and then does what it was asked', async () => {
  await change(1, 5);
  broker.freeze();
  await change(6, 10);
  await eventually(() => expect(system.statuses()).toContain('degraded'));
  broker.heal();
  await expectLines(10);
});

test('it has room for a fraction of what is published', async () => {
  await system.close();
  broker = memoryBroker({ maxBytes: 10_000 });
  system = await LedgerSystem.create({ connectBroker: () => broker.connect() });
  system.startRelay();
  await system.startLedger();
  await change(1, 200); // about 60 000 bytes
  await expectLines(200);
  const entryCount = () => broker.keys.reduce((sum, key) => sum + broker.entries(key).length, 0);
  await eventually(() => expect(entryCount()).toBeLessThan(100));
});
