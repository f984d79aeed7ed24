/** What may happen to whom where two payloads of a message cannot be compared. */
import type { Comparison, OnChannel } from './comparison.js';
import type { Pair } from './pair-by.js';
import type { Difference } from './rule.js';
import { stillRunning, whom } from './who.js';

export const perhapsRefused = (
  { previous: before, current: now }: Comparison,
  { previous, current: { channel, message } }: Pair<OnChannel>,
): Pick<Difference, 'about' | 'harms'> => {
  const what = `receives ${message.name}`;
  const may = stillRunning(before, before.receivers(previous.channel, previous.message), what, ['may', 'may']);
  return {
    about: { channel, message },
    harms: [
      {
        direction: 'backward',
        effect: 'unknown',
        consequence: `Events ${message.name} of release ${before.name} that are still stored may be refused by ${whom(now.receivers(channel, message), what)}.`,
      },
      { direction: 'forward', effect: 'unknown', consequence: `${may} refuse this event.` },
    ],
  };
};
