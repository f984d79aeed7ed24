import { flippedTo } from '../operation-harms.js';
import type { ContractRule } from '../rule.js';
import { channelText } from '../who.js';

export const operationAdded: ContractRule = {
  id: 'OPERATION_ADDED',
  category: 'operation',
  effect: 'compatible',
  directions: [],
  purpose:
    'A new sender or receiver takes nothing from others; a new consumer group begins at the oldest stored event.',
  check: (comparison, report) => {
    const { current, activities, operations } = comparison;
    const flipped = new Set(activities.removed.map((activity) => flippedTo(comparison, activity)));
    const added = [
      ...activities.added
        .filter((activity) => !flipped.has(activity))
        .flatMap((activity) => activity.operations.map((operation) => ({ operation, activity }))),
      ...operations.added,
    ];
    for (const { operation, activity } of added) {
      const { document, channel, action } = activity;
      const does = action === 'send' ? 'publishes to' : 'receives from';
      report({
        previous: undefined,
        current: current.texts.nameOf(operation.range),
        message: `The operation ${operation.key} was added: ${document.service} ${does} ${channelText(channel)}.`,
        about: { channel, operation: operation.key },
        harms: [],
      });
    }
  },
};
