import type { ContractRule } from '../rule.js';
import { whom } from '../who.js';

export const partitionKeyChanged: ContractRule = {
  id: 'PARTITION_KEY_CHANGED',
  category: 'message',
  effect: 'breaking',
  directions: ['backward', 'forward'],
  purpose:
    'Order is kept for each key: events before and after the change are in different partitions and overtake each other.',
  check: ({ previous: before, current: now, messages }, report) => {
    for (const { previous, current } of messages.pairs) {
      const { channel, message } = current;
      const [was, is] = [previous.message.keyProperty, message.keyProperty];
      if (was === is) continue;
      const who = whom(now.receivers(channel, message), `receives ${message.name}`);
      const told = 'the key that the publisher is told';
      const consequence = `Events ${message.name} of release ${before.name} lie in the partition of ${was ?? told}, new ones in that of ${is ?? told}: they reach ${who} in any order.`;
      report({
        previous: before.texts.valueRange(previous.message.source, 'x-key'),
        current: now.texts.valueRange(message.source, 'x-key'),
        message: `The key of ${message.name} changed from ${was ?? 'none'} to ${is ?? 'none'}.`,
        fix: was === undefined ? 'leave x-key out' : `write x-key: ${was} again, or publish on a new channel`,
        about: { channel, message },
        harms: [
          was === undefined || is === undefined
            ? // Without x-key the publisher is told the key, which may well be the same.
              { direction: 'either', effect: 'warning', consequence }
            : {
                direction: 'either',
                effect: 'breaking',
                delivery: { field: 'key', given: was, taken: [is] },
                consequence,
              },
        ],
      });
    }
  },
};
