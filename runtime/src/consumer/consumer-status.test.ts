import { consumerStatus, type ConsumerFacts } from './consumer-status.js';

const worker = (partition: number, lacksEntries = false): ConsumerFacts['workers'][number] => ({
  lease: { stream: 'orders', partition, owner: 'a', epoch: '1' },
  lacksEntries,
});

const running: ConsumerFacts = {
  isRunning: true,
  isBalanced: true,
  streams: ['orders', 'users'],
  workers: [worker(0), worker(1)],
  pausedSince: new Map(),
  trouble: undefined,
};

test('says how many partitions of each stream it works on', () => {
  expect(consumerStatus(running)).toEqual({ state: 'consuming', partitions: { orders: 2, users: 0 } });
});

test.each<[string, Partial<ConsumerFacts>, string]>([
  ['does not run', { isRunning: false }, 'stopped'],
  ['has not looked for partitions yet', { isBalanced: false }, 'starting'],
  ['owns no partition', { workers: [] }, 'standby'],
  ['gets no answer', { trouble: 'no connection to Redis' }, 'interrupted'],
  ['lacks entries', { workers: [worker(0), worker(1, true)] }, 'interrupted'],
])('does not say that it consumes while it %s', (_what, change, state) => {
  expect(consumerStatus({ ...running, ...change }).state).toBe(state);
});

test('names what is paused, and partitions that lack entries', () => {
  const pausedSince = new Map([
    ['users', new Date(0)],
    ['foreign', new Date(0)],
  ]);
  expect(consumerStatus({ ...running, pausedSince, workers: [worker(1, true)] })).toMatchObject({
    paused: { users: '1970-01-01T00:00:00.000Z' },
    trouble: 'entries after the position are not in orders.1; waiting for the relay',
  });
});
