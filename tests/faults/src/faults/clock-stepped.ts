/** The wall clock of processes jumps, up to a day, forwards and back. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault.js';
import { sides } from '../system.js';

const dayMs = 86_400_000;

export const clockStepped: Fault = {
  name: 'clock-stepped',
  purpose: 'the clock of processes steps forwards and back by up to a day',
  inject: async ({ workers, say }, random) => {
    const all = sides.flatMap((side) => workers.of(side));
    for (let steps = random.integer(3, 7); steps > 0; steps--) {
      const worker = random.pick(all);
      const offsetMs = random.pick([-1, 1]) * random.integer(1, random.pick([1_000, 60_000, dayMs]));
      say(`the clock of ${worker.name} is ${String(offsetMs)} ms off`);
      worker.setClock(offsetMs);
      await sleep(random.integer(50, 500));
    }
    for (const worker of all) worker.setClock(0);
  },
};
