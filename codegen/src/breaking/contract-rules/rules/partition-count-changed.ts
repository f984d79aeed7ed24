import { streamOf } from '../pair-channels.js';
import type { ContractRule } from '../rule.js';
import { today } from '../who.js';

export const partitionCountChanged: ContractRule = {
  id: 'PARTITION_COUNT_CHANGED',
  category: 'channel',
  effect: 'breaking',
  directions: ['backward', 'forward'],
  purpose:
    'The partition of a key follows from their number, which a stream keeps for its life: its publisher refuses to start with another.',
  check: ({ previous: before, current: now, channels }, report) => {
    for (const { previous, current } of channels.pairs) {
      // Another address is another stream, which may have any number.
      if (previous.partitions === current.partitions || streamOf(previous) !== streamOf(current)) continue;
      const refuses = today(now.senders(current), `publishes to ${current.address}`, ['refuses', 'refuse']);
      report({
        previous: before.texts.valueRange(previous.source, 'x-partitions'),
        current: now.texts.valueRange(current.source, 'x-partitions'),
        message: `The number of partitions of ${current.address} changed from ${previous.partitions} to ${current.partitions}.`,
        fix: `write x-partitions: ${previous.partitions} again, or define a channel with a new address`,
        about: { channel: current },
        harms: [
          {
            direction: 'either',
            effect: 'breaking',
            delivery: { field: 'partitions', given: previous.partitions, taken: [current.partitions] },
            consequence: `${refuses} to start: since release ${before.name} ${current.address} has ${previous.partitions} partitions for its life.`,
          },
        ],
      });
    }
  },
};
