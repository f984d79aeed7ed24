import { type Comparison, stillThere } from '../comparison.js';
import type { Channel } from '../../../model/contract.js';
import type { ContractRule, Harm } from '../rule.js';
import { isPastSunset } from '../sunset.js';
import { stillRunning, whom } from '../who.js';

export const channelRemoved: ContractRule = {
  id: 'CHANNEL_REMOVED',
  category: 'channel',
  effect: 'breaking',
  directions: ['backward', 'forward'],
  purpose:
    'Without its channel a stream has no writer and no reader: stored events stay unhandled, consumers get nothing.',
  check: (comparison, report) => {
    for (const channel of comparison.channels.removed) {
      report({
        previous: comparison.previous.texts.nameOf(channel.range),
        current: undefined,
        message: `The channel ${channel.address || channel.key} of ${channel.definedBy} was removed.`,
        fix: 'keep it, and mark its messages deprecated with an x-sunset first',
        about: { channel },
        harms: harmsOf(comparison, channel),
      });
    }
  },
};

const harmsOf = (comparison: Comparison, channel: Channel): readonly Harm[] => {
  const { previous, today } = comparison;
  if (channel.messages.length > 0 && channel.messages.every((message) => isPastSunset(message, today))) return [];
  const receivers = previous.receivers(channel);
  const what = `receives from ${channel.address || channel.key}`;
  const remaining = stillThere(comparison, receivers);
  const waits = stillRunning(previous, receivers, what, ['waits', 'wait']);
  const given = channel.address || channel.key;
  const taken = comparison.current.channels.map(({ address, key }) => address || key);
  const delivery = { field: 'stream', given, taken };
  return [
    {
      direction: 'backward',
      effect: 'breaking',
      delivery,
      consequence: `Events of release ${previous.name} that are still stored in ${channel.address || channel.key} are no longer handled by ${whom(remaining.length > 0 ? remaining : receivers, what)}.`,
    },
    {
      direction: 'forward',
      effect: 'breaking',
      delivery,
      consequence: `${waits} for events that nobody publishes any more.`,
    },
  ];
};
