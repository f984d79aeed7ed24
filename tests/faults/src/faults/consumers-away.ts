/** A side that consumes is away for longer than the retention: what it has not read may neither be trimmed nor retired. */
import { setTimeout as sleep } from 'node:timers/promises';
import { redisCommand } from '@streampact/local';
import { retentionMs } from '../contract/short-times.js';
import type { Fault } from '../fault.js';
import type { Random } from '../random.js';
import { sides, type FaultSystem } from '../system.js';

const away = async (system: FaultSystem, random: Random, meanwhile: () => Promise<void>): Promise<void> => {
  const side = random.pick(sides);
  const workersCount = system.workers.of(side).length;
  await system.workers.killAll(side);
  system.say(`the ${side} are away`);
  await sleep(retentionMs + random.integer(200, 1_500));
  await meanwhile();
  await Promise.all(Array.from({ length: workersCount }, () => system.workers.start(side)));
};

export const consumersAway: readonly Fault[] = [
  {
    name: 'side-away',
    purpose: 'all processes of one side are away for longer than the retention, the other side goes on',
    inject: async (system, random) => away(system, random, async () => undefined),
  },
  {
    name: 'side-away-flushall',
    purpose: 'the same, and Redis is flushed before they come back',
    inject: async (system, random) =>
      away(system, random, async () => {
        await redisCommand(system.redis.handle.port, 'FLUSHALL');
        await sleep(random.integer(0, 800));
      }),
  },
];
