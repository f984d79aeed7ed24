/** What happens to a Redis: its last writes are lost, it is replaced by one that lags, it refuses to write. */
import { redisCommand } from '@streampact/local';
import { startRedis, type ServerHandle } from '../../../infrastructure/test-infrastructure.js';
import { fillMemory, makeReadOnly } from './redis-refusals.js';
import { RedisReplica } from './redis-replica.js';
import { cutAppendOnlyFile } from './redis-tail-cut.js';

let server: ServerHandle;
const stops: (() => Promise<void>)[] = [];
beforeEach(async () => {
  server = await startRedis({ settings: { appendonly: 'yes' } });
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await server.stop();
});

const add = async (from: number, to: number, port = server.port): Promise<void> => {
  for (let n = from; n <= to; n++) await redisCommand(port, 'XADD', 'stream', `1-${String(n)}`, 'n', String(n));
};

const entryNumbers = async (port = server.port): Promise<number[]> => {
  const entries = (await redisCommand(port, 'XRANGE', 'stream', '-', '+')) as [string, string[]][];
  return entries.map(([id]) => Number(id.split('-')[1]));
};

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

test('cutting the tail of the append-only file loses the last writes, and none before them', async () => {
  await add(1, 30);
  const lost = await cutAppendOnlyFile(server, 300);
  expect(lost).toBe(300);
  const left = await entryNumbers();
  expect(left.length).toBeLessThan(30);
  expect(left.length).toBeGreaterThan(10);
  expect(left).toEqual(upTo(left.length));
  await add(left.length + 1, 30); // it takes writes again
});

test('cutting more than there is loses everything', async () => {
  await add(1, 5);
  await cutAppendOnlyFile(server, 1_000_000);
  await expect(entryNumbers()).resolves.toEqual([]);
});

test('a replica that was cut off and is promoted lacks what came after the cut, and takes writes', async () => {
  await add(1, 5);
  const replica = await RedisReplica.follow(server);
  stops.push(() => replica.stop());
  await expect(entryNumbers(replica.server.port)).resolves.toEqual(upTo(5));
  replica.cutOff();
  await add(6, 10);
  await replica.promote();
  await add(6, 6, replica.server.port);
  await expect(entryNumbers(replica.server.port)).resolves.toEqual(upTo(6));
  await expect(entryNumbers()).resolves.toEqual(upTo(10));
});

test('a Redis whose memory is full reads but does not write, until it is healed', async () => {
  await add(1, 3);
  const heal = await fillMemory(server.port);
  await expect(add(4, 4)).rejects.toThrow(/^OOM/);
  await expect(entryNumbers()).resolves.toEqual(upTo(3));
  await heal();
  await add(4, 4);
  await expect(entryNumbers()).resolves.toEqual(upTo(4));
});

test('a Redis that has become a replica reads but does not write, until it is healed', async () => {
  await add(1, 3);
  const heal = await makeReadOnly(server.port);
  await expect(add(4, 4)).rejects.toThrow(/^READONLY/);
  await expect(entryNumbers()).resolves.toEqual(upTo(3));
  await heal();
  await add(4, 4);
  await expect(entryNumbers()).resolves.toEqual(upTo(4));
});
