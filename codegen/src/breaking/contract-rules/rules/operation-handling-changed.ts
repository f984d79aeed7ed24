import { valueOf } from '../../../load/source-tree.js';
import type { Operation } from '../../../model/contract.js';
import type { ContractRule } from '../rule.js';

export const operationHandlingChanged: ContractRule = {
  id: 'OPERATION_HANDLING_CHANGED',
  category: 'operation',
  effect: 'compatible',
  directions: [],
  purpose: 'How often and how long a service tries is its own affair: it holds for the next attempt of each event.',
  check: ({ previous: before, current: now, operations }, report) => {
    for (const { previous, current } of operations.pairs) {
      const { operation, activity } = current;
      const [was, is] = [settingsOf(previous.operation), settingsOf(operation)];
      const changed = Object.keys(is).filter((key) => JSON.stringify(was[key]) !== JSON.stringify(is[key]));
      const [first] = changed;
      if (first === undefined) continue;
      report({
        previous: valueOf(previous.operation.source, first)?.range ?? before.texts.nameOf(previous.operation.range),
        current: valueOf(operation.source, first)?.range ?? now.texts.nameOf(operation.range),
        message: `The operation ${operation.key} of ${activity.document.service} has another ${changed.join(', ')}.`,
        about: { channel: activity.channel, operation: operation.key },
        harms: [],
      });
    }
  },
};

/** With defaults filled in. */
const settingsOf = ({ retry, onDeadLetter, handlerTimeoutMs }: Operation): Readonly<Record<string, unknown>> => ({
  'x-retry': retry,
  'x-on-dead-letter': onDeadLetter,
  'x-handler-timeout-ms': handlerTimeoutMs,
});
