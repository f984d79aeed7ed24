/** Instances are added, and stopped in the orderly way, while partitions are worked on. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault.js';
import { sides } from '../system.js';

const instancesMax = 4;

export const instancesChange: Fault = {
  name: 'instances-change',
  purpose: 'instances are added, up to four a side, and stopped with SIGTERM, down to one',
  inject: async ({ workers, say }, random) => {
    for (let changes = random.integer(3, 6); changes > 0; changes--) {
      const side = random.pick(sides);
      const running = workers.of(side);
      if (running.length < 2 || (running.length < instancesMax && random.next() < 0.5)) {
        say(`one more instance of the ${side}`);
        await workers.start(side);
      } else {
        const worker = random.pick(running);
        say(`SIGTERM to ${worker.name}`);
        await worker.kill('SIGTERM');
      }
      await sleep(random.integer(50, 700));
    }
  },
};
