import { rangeOf } from '../keyword-of.js';
import { isOnlyNull } from '../type-change.js';
import { unionPairOf, unionPart, variantName } from '../union-pair.js';
import { object } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const unionVariantAdded: SchemaRule = {
  id: 'UNION_VARIANT_ADDED',
  purpose: 'A union has one more variant, which readers of the previous version refuse.',
  category: 'composition',
  directions: ['forward'],
  check: (pair, report) => {
    const { previous, current } = pair;
    const union = unionPairOf(previous, current);
    for (const variant of union?.added ?? []) {
      if (union === undefined || isOnlyNull(variant)) continue;
      report({
        at: variant.range,
        previous: rangeOf(previous, union.previousKeyword),
        message: `The variant ${variantName(variant)} was added to ${object(pair)}.`,
        fix: 'release readers that know the variant first, or publish it as a message of its own',
        forward: unionPart(previous, union.previousKeyword),
      });
    }
  },
};
