import { type Comparison, type OnChannel, stillThere } from '../comparison.js';
import type { ContractRule, Harm } from '../rule.js';
import { isPastSunset, sunsetOf } from '../sunset.js';
import { channelText, stillRunning, whom } from '../who.js';

export const messageRemovedFromChannel: ContractRule = {
  id: 'MESSAGE_REMOVED_FROM_CHANNEL',
  category: 'message',
  effect: 'breaking',
  directions: ['backward', 'forward'],
  purpose:
    'Consumers skip what their contract does not name: stored events of a removed message are handled by nobody.',
  check: (comparison, report) => {
    for (const removed of comparison.messages.removed) {
      const { channel, message, range } = removed;
      const sunset = sunsetOf(message);
      const harms = harmsOf(comparison, removed);
      const when = sunset === undefined ? '' : `${harms.length === 0 ? ', after' : ' before'} its sunset ${sunset}`;
      report({
        previous: range,
        current: undefined,
        message: `The message ${message.name} was removed from ${channelText(channel)}${when}.`,
        fix:
          sunset === undefined
            ? 'keep it with deprecated: true and x-sunset: the date from which nobody needs it'
            : `keep it until ${sunset}`,
        about: { channel, message },
        harms,
      });
    }
  },
};

const harmsOf = (comparison: Comparison, { channel, message }: OnChannel): readonly Harm[] => {
  const { previous, today } = comparison;
  // What nobody has published is stored nowhere: a message is retired by not sending it first.
  if (isPastSunset(message, today) || !previous.maySend(channel, message)) return [];
  const receivers = previous.receivers(channel, message);
  const what = `receives ${message.name}`;
  const left = comparison.channelNow(channel)?.messages ?? [];
  const waits = stillRunning(previous, receivers, what, ['waits', 'wait']);
  const remaining = stillThere(comparison, receivers);
  const skipped: Harm = {
    direction: 'backward',
    effect: 'breaking',
    delivery: { field: 'type', given: message.name, taken: left.map(({ name }) => name) },
    consequence: `Events ${message.name} of release ${previous.name} that are still stored are skipped by ${whom(remaining, what)}: nobody handles them.`,
  };
  const missed: Harm = {
    direction: 'forward',
    effect: 'warning',
    consequence: `${waits} for ${message.name} in vain.`,
  };
  // Consumers that are gone as a whole skip nothing.
  return receivers.length > 0 && remaining.length === 0 ? [missed] : [skipped, missed];
};
