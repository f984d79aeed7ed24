import { type Comparison, stillThere } from '../comparison.js';
import type { Channel } from '../../../model/contract.js';
import type { Delivery } from '../delivery.js';
import type { ContractRule, Harm } from '../rule.js';
import { isPastSunset } from '../sunset.js';
import { channelText, stillRunning, whom } from '../who.js';

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
        message: `The channel ${channelText(channel)} of ${channel.definedBy} was removed.`,
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
  const what = `receives from ${channelText(channel)}`;
  const remaining = stillThere(comparison, receivers);
  const waits = stillRunning(previous, receivers, what, ['waits', 'wait']);
  const given = channelText(channel);
  const taken = comparison.current.channels.map(channelText);
  const delivery: Delivery = { field: 'stream', given, of: 'previous', taken };
  return [
    {
      direction: 'backward',
      effect: 'breaking',
      delivery,
      consequence: `Events of release ${previous.name} that are still stored in ${channelText(channel)} are no longer handled by ${whom(remaining.length > 0 ? remaining : receivers, what)}.`,
    },
    {
      direction: 'forward',
      effect: 'breaking',
      delivery,
      consequence: `${waits} for events that nobody publishes any more.`,
    },
  ];
};
