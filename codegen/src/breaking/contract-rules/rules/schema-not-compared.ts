import { valueOf } from '../../../load/source-tree.js';
import { jsonSchema, schemaFormatOf } from '../facts.js';
import type { ContractRule } from '../rule.js';
import { perhapsRefused } from '../perhaps-refused.js';

export const schemaNotCompared: ContractRule = {
  id: 'SCHEMA_NOT_COMPARED',
  category: 'message',
  effect: 'unknown',
  directions: ['backward', 'forward'],
  purpose:
    'A payload that is described in another language than JSON Schema changed, and nobody knows who refuses what.',
  check: (comparison, report) => {
    const { previous: before, current: now, messages } = comparison;
    for (const pair of messages.pairs) {
      const {
        previous,
        current: { message },
      } = pair;
      const was = schemaFormatOf(before.texts, previous.message);
      const is = schemaFormatOf(now.texts, message);
      if (was.value !== is.value || is.value === jsonSchema) continue;
      const [one, other] = [
        before.texts.json(valueOf(previous.message.source, 'payload')),
        now.texts.json(valueOf(message.source, 'payload')),
      ];
      if (JSON.stringify(one) === JSON.stringify(other)) continue;
      report({
        previous: was.range,
        current: is.range,
        message: `The payload of ${message.name} changed, and ${is.value} is not compared here.`,
        fix: 'describe it in JSON Schema',
        ...perhapsRefused(comparison, pair),
      });
    }
  },
};
