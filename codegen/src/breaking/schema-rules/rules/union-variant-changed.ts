import { unionPairOf, unionPart, variantName } from '../union-pair.js';
import { object } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const unionVariantChanged: SchemaRule = {
  id: 'UNION_VARIANT_CHANGED',
  purpose: 'A variant of a union accepts something else, and no other variant takes up the difference.',
  category: 'composition',
  directions: ['backward', 'forward'],
  check: (pair, report) => {
    const { previous, current } = pair;
    const union = unionPairOf(previous, current);
    for (const [before, after] of union?.changed ?? []) {
      if (union === undefined) continue;
      report({
        at: after.range,
        previous: before.range,
        message: `The variant ${variantName(after)} of ${object(pair)} accepts something else than before.`,
        fix: 'leave the variant as it was and add another one; give variants a tag, a required property with a const, to see what differs',
        backward: unionPart(current, union.currentKeyword),
        forward: unionPart(previous, union.previousKeyword),
      });
    }
  },
};
