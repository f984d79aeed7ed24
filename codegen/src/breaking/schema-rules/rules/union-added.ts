import { has, rangeOf } from '../keyword-of.js';
import { unionPart, unions } from '../union-pair.js';
import { subject } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const unionAdded: SchemaRule = {
  id: 'UNION_ADDED',
  purpose: 'Values must fit one of several variants, which those that were written before need not do.',
  category: 'composition',
  directions: ['backward'],
  check: (pair, report) => {
    const { previous, current } = pair;
    if (unions.some((keyword) => has(previous, keyword))) return;
    for (const keyword of unions.filter((one) => has(current, one))) {
      report({
        at: rangeOf(current, keyword),
        previous: rangeOf(previous, keyword),
        message: `${subject(pair)} must fit one of several variants; there were none.`,
        fix: 'keep a variant that takes all that was ever written',
        backward: unionPart(current, keyword),
      });
    }
  },
};
