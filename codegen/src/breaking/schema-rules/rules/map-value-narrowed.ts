import { rangeOf } from '../keyword-of.js';
import { mapOf } from '../path.js';
import { object } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const mapValueNarrowed: SchemaRule = {
  id: 'MAP_VALUE_NARROWED',
  purpose: 'Values of a map that were written before are refused now.',
  category: 'object',
  directions: ['backward'],
  check: (pair, report) => {
    const { previous, current } = pair;
    const [values, others] = [current.additionalProperties, previous.additionalProperties];
    if (typeof values !== 'object' || (others !== undefined && others !== true)) return;
    report({
      at: rangeOf(current, 'additionalProperties'),
      previous: rangeOf(previous, 'additionalProperties'),
      message: `Values under undeclared names of ${object(pair)} must fit a schema; any were allowed.`,
      fix: 'keep accepting every value that was ever written',
      backward: mapOf(current, values),
    });
  },
};
