import { has, rangeOf } from '../keyword-of.js';
import { unionPart, unions } from '../union-pair.js';
import { subject } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const unionRemoved: SchemaRule = {
  id: 'UNION_REMOVED',
  purpose: 'Values are written that fit none of the variants of readers of the previous version.',
  category: 'composition',
  directions: ['forward'],
  check: (pair, report) => {
    const { previous, current } = pair;
    if (unions.some((keyword) => has(current, keyword))) return;
    for (const keyword of unions.filter((one) => has(previous, one))) {
      report({
        at: rangeOf(previous, keyword),
        previous: rangeOf(previous, keyword),
        message: `${subject(pair)} had to fit one of several variants; there are none any more.`,
        fix: 'release readers that accept such values first; write them when all run that',
        forward: unionPart(previous, keyword),
      });
    }
  },
};
