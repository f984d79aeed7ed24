import type { ContractRule } from '../rule.js';
import { channelText } from '../who.js';

export const channelAdded: ContractRule = {
  id: 'CHANNEL_ADDED',
  category: 'channel',
  effect: 'compatible',
  directions: [],
  purpose: 'A new stream holds no events yet, and services of earlier releases do not know it.',
  check: ({ current, channels }, report) => {
    for (const channel of channels.added) {
      report({
        previous: undefined,
        current: current.texts.nameOf(channel.range),
        message: `The channel ${channelText(channel)} of ${channel.definedBy} was added.`,
        about: { channel },
        harms: [],
      });
    }
  },
};
