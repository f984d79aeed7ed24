import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault.js';
import { sides } from '../system.js';
import { terminateBackends } from '../tools/terminate-backends.js';

export const backendsTerminated: Fault = {
  name: 'backends-terminated',
  purpose: 'pg_terminate_backend for some or all connections of one side, again and again',
  inject: async (system, random) => {
    const { postgres } = system;
    const side = random.pick(sides);
    for (let rounds = random.integer(3, 10); rounds > 0; rounds--) {
      const share = random.pick([0.2, 0.5, 1]);
      const ended = await terminateBackends(postgres[side].handle.url, random, share);
      system.say(`${String(ended)} connections of the ${side} ended`);
      await sleep(random.integer(10, 250));
    }
  },
};
