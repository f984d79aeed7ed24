/** Every mutant, in the order of the table. */
import { consumerMutants } from './consumer-mutants.js';
import { failoverMutants } from './failover-mutants.js';
import { forgettingMutants } from './forgetting-mutants.js';
import type { Mutant } from './mutant.js';
import { relayMutants } from './relay-mutants.js';

export const mutants: readonly Mutant[] = [
  ...relayMutants,
  ...forgettingMutants,
  ...consumerMutants,
  ...failoverMutants,
];
