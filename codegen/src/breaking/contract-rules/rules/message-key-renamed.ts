import type { ContractRule } from '../rule.js';

export const messageKeyRenamed: ContractRule = {
  id: 'MESSAGE_KEY_RENAMED',
  category: 'message',
  effect: 'compatible',
  directions: [],
  purpose: 'The key of a message is a name in documents and in generated code; on the wire it has its name.',
  check: ({ messages }, report) => {
    for (const { previous, current } of messages.pairs) {
      if (previous.key === current.key) continue;
      report({
        previous: previous.range,
        current: current.range,
        message: `The key of the message ${current.message.name} changed from ${previous.key} to ${current.key}.`,
        about: { channel: current.channel, message: current.message },
        harms: [],
      });
    }
  },
};
