import type { ContractRule } from '../rule.js';

export const operationKeyRenamed: ContractRule = {
  id: 'OPERATION_KEY_RENAMED',
  category: 'operation',
  effect: 'compatible',
  directions: [],
  purpose: 'The key of an operation is a name in documents and in generated code; on the wire it has none.',
  check: ({ previous: before, current: now, operations }, report) => {
    for (const { previous, current } of operations.pairs) {
      const { operation, activity } = current;
      if (previous.operation.key === operation.key) continue;
      report({
        previous: before.texts.nameOf(previous.operation.range),
        current: now.texts.nameOf(operation.range),
        message: `The key of the operation ${previous.operation.key} of ${activity.document.service} changed to ${operation.key}.`,
        about: { channel: activity.channel, operation: operation.key },
        harms: [],
      });
    }
  },
};
