import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault.js';
import { cutAppendOnlyFile } from '../tools/redis-tail-cut.js';

export const redisTailCut: Fault = {
  name: 'redis-tail-cut',
  purpose: 'Redis is killed and starts without the last bytes of its append-only file, as after a power cut',
  inject: async (system, random) => {
    const { redis } = system;
    for (let cuts = random.integer(1, 3); cuts > 0; cuts--) {
      const bytes = random.integer(1, random.pick([500, 20_000, 2_000_000]));
      const lost = await cutAppendOnlyFile(redis.handle, bytes);
      system.say(`Redis lost the last ${String(lost)} bytes of its append-only file`);
      await sleep(random.integer(50, 600));
    }
  },
};
