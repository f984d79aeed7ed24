import type { ContractRule } from '../rule.js';

export const operationMessagesWidened: ContractRule = {
  id: 'OPERATION_MESSAGES_WIDENED',
  category: 'operation',
  effect: 'compatible',
  directions: [],
  purpose: 'Consumers skip what they do not name, and what one begins to name it handles from its position on.',
  check: ({ previous: before, current: now, messageNow, activities }, report) => {
    for (const { previous, current } of activities.pairs) {
      const known = new Set([...previous.messages].map((message) => messageNow(previous.channel, message)));
      const here = previous.channel.messages.map((message) => messageNow(previous.channel, message));
      for (const message of current.messages) {
        // A message that is new on the channel is told there.
        if (known.has(message) || !here.includes(message)) continue;
        const operation = current.operations.find(({ messages }) => messages.includes(message));
        const was = previous.operations.find(({ key }) => key === operation?.key) ?? previous.operations[0];
        if (operation === undefined || was === undefined) continue;
        report({
          previous: before.texts.keyRange(was.source, 'messages'),
          current: now.texts.keyRange(operation.source, 'messages'),
          message: `The operation ${operation.key} of ${current.document.service} ${current.action}s ${message.name} now.`,
          about: { channel: current.channel, message, operation: operation.key },
          harms: [],
        });
      }
    }
  },
};
