/** A server is killed with SIGKILL and comes back on its own data. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault.js';
import type { FaultSystem, Server } from '../system.js';

const killed = (name: string, what: string, choose: (system: FaultSystem) => Server): Fault => ({
  name,
  purpose: `kill -9 of ${what}, once or twice; it starts again on its own data`,
  inject: async (system, random) => {
    const { handle, network } = choose(system);
    for (let kills = random.integer(1, 2); kills > 0; kills--) {
      system.say(`kill -9 of ${what}`);
      await handle.kill('SIGKILL');
      await sleep(random.integer(0, 1_200));
      await handle.restart();
      if (random.next() < 0.5) {
        await sleep(random.integer(0, 400));
        system.say('every connection to it is reset once more');
        network.cut();
      }
      await sleep(random.integer(100, 500));
    }
  },
});

export const serverKilled: readonly Fault[] = [
  killed('redis-killed', 'Redis', ({ redis }) => redis),
  killed('postgres-killed-producers', "the producers' PostgreSQL", ({ postgres }) => postgres.producers),
  killed('postgres-killed-consumers', "the consumers' PostgreSQL", ({ postgres }) => postgres.consumers),
];
