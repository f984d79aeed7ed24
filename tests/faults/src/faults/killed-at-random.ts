/** Processes of one side are killed with SIGKILL at any instant, one or all of them, and started again. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault.js';
import { sides, type Side } from '../system.js';

const killedAtAnyTime = (side: Side): Fault => ({
  name: `${side}-killed`,
  purpose: `kill -9 of one or all processes of the ${side} at random, several times`,
  inject: async ({ workers, say }, random) => {
    for (let kills = random.integer(2, 4); kills > 0; kills--) {
      const running = workers.of(side);
      const victims = random.next() < 0.3 ? running : [random.pick(running)];
      say(`kill -9 of ${victims.map(({ name }) => name).join(', ')}`);
      await Promise.all(victims.map(async (worker) => worker.kill()));
      await sleep(random.integer(0, 400));
      await Promise.all(victims.map(async () => workers.start(side)));
      await sleep(random.integer(50, 500));
    }
  },
});

export const killedAtRandom: readonly Fault[] = sides.map(killedAtAnyTime);
