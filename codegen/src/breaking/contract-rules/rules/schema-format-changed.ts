import { schemaFormatOf } from '../facts.js';
import type { ContractRule } from '../rule.js';
import { perhapsRefused } from '../perhaps-refused.js';

export const schemaFormatChanged: ContractRule = {
  id: 'SCHEMA_FORMAT_CHANGED',
  category: 'message',
  effect: 'unknown',
  directions: ['backward', 'forward'],
  purpose:
    'Two payloads that are described in different languages cannot be compared, so nobody knows who refuses what.',
  check: (comparison, report) => {
    const { previous: before, current: now, messages } = comparison;
    for (const pair of messages.pairs) {
      const {
        previous,
        current: { message },
      } = pair;
      const was = schemaFormatOf(before.texts, previous.message);
      const is = schemaFormatOf(now.texts, message);
      if (was.value === is.value) continue;
      report({
        previous: was.range,
        current: is.range,
        message: `The payload of ${message.name} was described in ${was.value} and is in ${is.value} now, so it cannot be compared.`,
        fix: `describe it in ${was.value}`,
        ...perhapsRefused(comparison, pair),
      });
    }
  },
};
