/** What a pool can do wrong when a PostgreSQL was replaced. */
import type { Mutant } from './mutant.js';

export const failoverMutants: readonly Mutant[] = [
  {
    name: 'old-primary-believed',
    purpose: 'a server that takes writes is used, whatever timeline the others have',
    fault: 'postgres-frozen-producers',
    patches: [
      {
        file: 'runtime/dist/database/postgres-nodes.js',
        replace: 'session.timeline < (this.#timelines.get(session.cluster) ?? 0)',
        by: 'session.timeline < 0',
      },
    ],
  },
];
