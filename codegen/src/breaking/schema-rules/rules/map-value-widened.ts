import { rangeOf } from '../keyword-of.js';
import { mapOf } from '../path.js';
import { object } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const mapValueWidened: SchemaRule = {
  id: 'MAP_VALUE_WIDENED',
  purpose: 'Values of a map are written now that readers of the previous version refuse.',
  category: 'object',
  directions: ['forward'],
  check: (pair, report) => {
    const { previous, current } = pair;
    const [values, others] = [previous.additionalProperties, current.additionalProperties];
    if (typeof values !== 'object' || (others !== undefined && others !== true)) return;
    report({
      at: rangeOf(previous, 'additionalProperties'),
      previous: rangeOf(previous, 'additionalProperties'),
      message: `Values under undeclared names of ${object(pair)} had to fit a schema and may be any.`,
      fix: 'release readers that accept such values first; write them when all run that',
      forward: mapOf(previous, values),
    });
  },
};
