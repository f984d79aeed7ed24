import { flippedTo, stopped } from '../operation-harms.js';
import type { ContractRule } from '../rule.js';
import { channelText } from '../who.js';

export const operationRemoved: ContractRule = {
  id: 'OPERATION_REMOVED',
  category: 'operation',
  effect: 'breaking',
  directions: ['backward', 'forward'],
  purpose:
    'What a service received from a channel stays unhandled there, and what it sent does not reach those who wait for it.',
  check: (comparison, report) => {
    for (const activity of comparison.activities.removed) {
      if (flippedTo(comparison, activity) !== undefined) continue;
      const { document, channel, action, operations } = activity;
      const [first] = operations;
      if (first === undefined) continue;
      const does = action === 'send' ? 'publishes nothing to' : 'receives nothing from';
      const harm = stopped(comparison, activity);
      report({
        previous: comparison.previous.texts.nameOf(first.range),
        current: undefined,
        message: `The operation ${operations.map(({ key }) => key).join(', ')} was removed: ${document.service} ${does} ${channelText(channel)} any more.`,
        fix: harm === undefined ? undefined : 'keep it, and mark its messages deprecated with an x-sunset first',
        about: { channel, operation: first.key },
        harms: harm === undefined ? [] : [harm],
      });
    }
    // Others of the same service and action are left: what they do not do is said message by message.
    for (const { operation, activity } of comparison.operations.removed) {
      report({
        previous: comparison.previous.texts.nameOf(operation.range),
        current: undefined,
        message: `The operation ${operation.key} of ${activity.document.service} was removed; others on ${channelText(activity.channel)} are left.`,
        about: { channel: activity.channel, operation: operation.key },
        harms: [],
      });
    }
  },
};
