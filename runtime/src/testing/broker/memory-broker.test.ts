/** What only the broker in memory does, because a test tells it to; the rest is in tests/conformance/brokers. */
import { fakeClock } from '../clock/fake-clock.js';
import { memoryBroker } from './memory-broker.js';

const batch = (expected: string, n: number) => ({
  expected,
  names: ['n'],
  entries: [{ entryId: `1-${String(n)}`, values: [String(n)] }],
});

test('a write whose reply is lost was done: who sends it again is told so', async () => {
  const broker = memoryBroker();
  const { relay } = broker.connect();
  broker.loseNextReply();
  await expect(relay.append('s', batch('0-0', 1))).rejects.toThrow('Connection is closed');
  expect(await relay.append('s', batch('0-0', 1))).toBe('1-1');
});

test('unreachable, it answers nothing, and a read that waits is told at once', async () => {
  const broker = memoryBroker();
  const { relay, consumer } = broker.connect();
  const reading = consumer.read([{ key: 's', after: '0-0' }], { countMax: 1, blockMs: 60_000 });
  broker.refuse('unreachable');
  await expect(reading).rejects.toThrow('Connection is closed');
  await expect(relay.streams(['s'])).rejects.toThrow('Connection is closed');
  broker.heal();
  expect(await relay.append('s', batch('0-0', 1))).toBeUndefined();
});

test('frozen, it lets a caller give up, and does what was asked when it goes on', async () => {
  const broker = memoryBroker({ answerTimeoutMs: 1 });
  const { relay } = broker.connect();
  broker.freeze();
  await expect(relay.append('s', batch('0-0', 1))).rejects.toThrow('Command timed out');
  expect(broker.entries('s')).toEqual([]);
  broker.heal();
  await new Promise(setImmediate);
  expect(broker.entries('s')).toEqual([{ id: '1-1', fields: ['n', '1'] }]);
});

test('full, it refuses what would take more, until something is trimmed', async () => {
  const broker = memoryBroker({ maxBytes: 40 });
  const { relay } = broker.connect();
  await relay.append('s', batch('0-0', 1));
  await relay.append('s', batch('1-1', 2));
  await expect(relay.append('s', batch('1-2', 3))).rejects.toThrow('OOM');
  await relay.trim('s', '1-2');
  expect(await relay.append('s', batch('1-2', 3))).toBeUndefined();
});

test('foreign entries get ids of its clock, and never one that is not above the last', () => {
  const clock = fakeClock({ at: new Date(5_000) });
  const broker = memoryBroker({ clock });
  expect([broker.append('s', []), broker.append('s', [])]).toEqual(['5000-0', '5000-1']);
  clock.advance(-1_000);
  expect(broker.append('s', [])).toBe('5000-2');
});
