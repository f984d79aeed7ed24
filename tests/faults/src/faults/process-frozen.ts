/** A process stands still for longer than its leases last, wakes up, and believes that it still owns them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { leaseMs } from '../contract/short-times.js';
import type { Fault } from '../fault.js';
import { sides, type Side } from '../system.js';

const frozen = (side: Side): Fault => ({
  name: `${side}-frozen`,
  purpose: `SIGSTOP of a process of the ${side} for longer than its lease, then SIGCONT`,
  inject: async ({ workers, say }, random) => {
    for (let times = random.integer(1, 2); times > 0; times--) {
      const worker = random.pick(workers.of(side));
      say(`SIGSTOP of ${worker.name}`);
      worker.pause();
      await sleep(random.integer(leaseMs + 200, leaseMs + 1_800));
      worker.resume();
      say(`SIGCONT of ${worker.name}`);
      await sleep(random.integer(50, 600));
    }
  },
});

export const processFrozen: readonly Fault[] = sides.map(frozen);
