/** What it does to whom that a channel's events are in another stream than before. */
import type { Channel } from '../../model/contract.js';
import type { Comparison } from './comparison.js';
import type { Pair } from './pair-by.js';
import type { Difference } from './rule.js';
import { stillRunning, whom } from './who.js';

export const movedStream = (
  { previous: before, current: now }: Comparison,
  { previous, current }: Pair<Channel>,
): Pick<Difference, 'fix' | 'about' | 'harms'> => {
  const what = `receives from ${previous.address}`;
  const waits = stillRunning(before, before.receivers(previous), what, ['waits', 'wait']);
  return {
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
  };
};
