import { retentionText } from '../../../emit/docs/facts/words.js';
import { retentionChange } from '../retention.js';
import type { ContractRule } from '../rule.js';
import { channelText } from '../who.js';

export const retentionLengthened: ContractRule = {
  id: 'RETENTION_LENGTHENED',
  category: 'channel',
  effect: 'compatible',
  directions: [],
  purpose: 'Events that are kept longer take more space, and their release counts longer in comparisons.',
  check: ({ previous: before, current: now, channels }, report) => {
    for (const pair of channels.pairs) {
      if (retentionChange(pair) !== 'longer') continue;
      const { previous, current } = pair;
      report({
        previous: before.texts.valueRange(previous.source, 'x-retention'),
        current: now.texts.valueRange(current.source, 'x-retention'),
        message: `The retention of ${channelText(current)} changed from ${retentionText(previous.retention)} to ${retentionText(current.retention)}.`,
        about: { channel: current },
        harms: [],
      });
    }
  },
};
