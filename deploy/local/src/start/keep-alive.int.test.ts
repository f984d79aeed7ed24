import { eventually } from '../../../../tests/infrastructure/test-infrastructure.js';
import { startRedis } from '../infrastructure/redis-server.js';
import type { ServerHandle } from '../process/server-process.js';
import { keepAlive } from './keep-alive.js';

let redis: ServerHandle;
let said: string[];
let deaths: string[];
beforeEach(async () => {
  redis = await startRedis();
  [said, deaths] = [[], []];
  keepAlive(redis, { say: (line) => void said.push(line), onDeath: (sentence) => void deaths.push(sentence) });
});
afterEach(() => redis.stop());

/** As a crash does: not through the handle, which would know that the end is meant. */
const crash = async (): Promise<void> => {
  const { pid } = redis;
  if (pid === undefined) throw new Error('Redis does not run');
  process.kill(pid, 'SIGKILL');
  await eventually(() => expect(redis.pid).not.toBe(pid));
};

test('a server that crashes is started again on its port', async () => {
  await crash();
  await eventually(() => expect(said.at(-1)).toBe('Redis is back.'));
  expect(deaths).toEqual([]);
});

test('a server that keeps crashing is given up with its last lines', async () => {
  for (let back = 1; back <= 3; back += 1) {
    await crash();
    await eventually(() => expect(said.filter((line) => line === 'Redis is back.')).toHaveLength(back));
  }
  await crash();
  await eventually(() => expect(deaths[0]).toContain('Redis ended by itself 4 times in a minute'));
});

test('a server that is stopped on purpose stays stopped', async () => {
  await redis.stop();
  expect([said, deaths, redis.pid]).toEqual([[], [], undefined]);
});
