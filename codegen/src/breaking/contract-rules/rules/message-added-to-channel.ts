import type { ContractRule } from '../rule.js';
import { channelText } from '../who.js';

export const messageAddedToChannel: ContractRule = {
  id: 'MESSAGE_ADDED_TO_CHANNEL',
  category: 'message',
  effect: 'compatible',
  directions: [],
  purpose: 'Consumers of earlier releases skip events whose type their contract does not name.',
  check: ({ messages }, report) => {
    for (const { channel, message, range } of messages.added) {
      report({
        previous: undefined,
        current: range,
        message: `The message ${message.name} was added to ${channelText(channel)}.`,
        about: { channel, message },
        harms: [],
      });
    }
  },
};
