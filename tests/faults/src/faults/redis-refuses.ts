/** Redis answers, and refuses every write for a while. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault.js';
import { fillMemory, makeReadOnly } from '../tools/redis-refusals.js';

const refusing = (name: string, purpose: string, begin: (port: number) => Promise<() => Promise<void>>): Fault => ({
  name,
  purpose,
  inject: async ({ redis }, random) => {
    for (let times = random.integer(1, 2); times > 0; times--) {
      const heal = await begin(redis.handle.port);
      await sleep(random.integer(300, 2_000));
      await heal();
      await sleep(random.integer(50, 400));
    }
  },
});

export const redisOutOfMemory = refusing(
  'redis-oom',
  'Redis has no memory left and answers writes with OOM, for up to 2 s',
  fillMemory,
);

export const redisReadOnly = refusing(
  'redis-readonly',
  'Redis has become a replica and answers writes with READONLY, for up to 2 s',
  makeReadOnly,
);
