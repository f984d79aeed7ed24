import type { ContractRule } from '../rule.js';
import { parametersIn, streamOf } from '../pair-channels.js';
import { movedStream } from '../moved-stream.js';

export const channelAddressChanged: ContractRule = {
  id: 'CHANNEL_ADDRESS_CHANGED',
  category: 'channel',
  effect: 'breaking',
  directions: ['backward', 'forward'],
  purpose:
    'The address names the stream: another one is a new stream, and what is stored in the old one is read by nobody.',
  check: (comparison, report) => {
    const { previous: before, current: now, channels } = comparison;
    for (const pair of channels.pairs) {
      const { previous, current } = pair;
      if (streamOf(previous) === streamOf(current)) continue;
      // That parameters came or went is said of them.
      if (parametersIn(previous.address).length !== parametersIn(current.address).length) continue;
      report({
        previous: before.texts.valueRange(previous.source, 'address'),
        current: now.texts.valueRange(current.source, 'address'),
        message: `The address of the channel ${current.key} changed from ${previous.address} to ${current.address}.`,
        ...movedStream(comparison, pair),
      });
    }
  },
};
