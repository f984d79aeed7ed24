import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault.js';

/** How long a run is watched where there is nothing to wait for. */
const watchedMs = 1_500;

export const none: Fault = {
  name: 'none',
  purpose: 'nothing breaks: the workload alone, with its rollbacks, failing handlers and cancellations',
  leavesAllAlone: true,
  inject: async () => sleep(watchedMs),
};
