import type { ContractRule } from '../rule.js';
import { parametersIn, streamOf } from '../pair-channels.js';
import { stillRunning, whom } from '../who.js';

export const channelAddressChanged: ContractRule = {
  id: 'CHANNEL_ADDRESS_CHANGED',
  category: 'channel',
  effect: 'breaking',
  directions: ['backward', 'forward'],
  purpose:
    'The address names the stream: another one is a new stream, and what is stored in the old one is read by nobody.',
  check: ({ previous: before, current: now, channels }, report) => {
    for (const { previous, current } of channels.pairs) {
      if (streamOf(previous) === streamOf(current)) continue;
      // That parameters came or went is said of them.
      if (parametersIn(previous.address).length !== parametersIn(current.address).length) continue;
      const what = `receives from ${previous.address}`;
      const waits = stillRunning(before, before.receivers(previous), what, ['waits', 'wait']);
      report({
        previous: before.texts.valueRange(previous.source, 'address'),
        current: now.texts.valueRange(current.source, 'address'),
        message: `The address of the channel ${current.key} changed from ${previous.address} to ${current.address}.`,
        fix: `write ${previous.address} again, or define a second channel and publish to both for a while`,
        about: { channel: current },
        harms: [
          {
            direction: 'backward',
            effect: 'breaking',
            delivery: { field: 'stream', given: previous.address, taken: [current.address] },
            consequence: `Events of release ${before.name} that are still stored in ${previous.address} are never read by ${whom(now.receivers(current), what)}.`,
          },
          {
            direction: 'forward',
            effect: 'breaking',
            delivery: { field: 'stream', given: current.address, taken: [previous.address] },
            consequence: `${waits} at ${previous.address} for events that are published to ${current.address}.`,
          },
        ],
      });
    }
  },
};
