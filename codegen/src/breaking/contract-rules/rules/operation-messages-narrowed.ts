import { stopped } from '../operation-harms.js';
import type { ContractRule } from '../rule.js';

export const operationMessagesNarrowed: ContractRule = {
  id: 'OPERATION_MESSAGES_NARROWED',
  category: 'operation',
  effect: 'breaking',
  directions: ['backward', 'forward'],
  purpose:
    'What a service does not name it skips, for good: stored events of a message that it handled before stay unhandled.',
  check: (comparison, report) => {
    for (const { previous, current } of comparison.activities.pairs) {
      for (const message of previous.messages) {
        // A message that is gone from the channel is missed there.
        const now = comparison.messageNow(previous.channel, message);
        if (now === undefined || current.messages.has(now)) continue;
        const before = previous.operations.find(({ messages }) => messages.includes(message));
        const operation = current.operations.find(({ key }) => key === before?.key) ?? current.operations[0];
        if (before === undefined || operation === undefined) continue;
        const { service } = current.document;
        const harm = stopped(comparison, previous, message);
        report({
          previous: comparison.previous.texts.keyRange(before.source, 'messages'),
          current: comparison.current.texts.keyRange(operation.source, 'messages'),
          message: `The operation ${operation.key} of ${service} does not ${current.action} ${now.name} any more.`,
          fix: `name ${now.name} in it again`,
          about: { channel: current.channel, message: now, operation: operation.key },
          harms: harm === undefined ? [] : [harm],
        });
      }
    }
  },
};
