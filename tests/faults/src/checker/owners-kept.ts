/** (G) While nobody comes or goes after the start, each instance keeps its partitions, however long its handlers take. */
import type { Rule } from './violation.js';

/** The first instance to start owns everything, and gives the second one its share. */
const ownersMax = 2;

export const ownersKept: Rule = ({ ownerships }) =>
  ownerships
    .filter(({ owners }) => owners > ownersMax)
    .map(({ group, stream, partition, owners }) => ({
      property: 'G',
      sentence: `Partition ${String(partition)} of ${stream} had ${String(owners)} owners in ${group}, though no instance came or went.`,
    }));
