import { rangeOf } from '../keyword-of.js';
import { isOnlyNull } from '../type-change.js';
import { unionPairOf, unionPart, variantName } from '../union-pair.js';
import { object } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const unionVariantRemoved: SchemaRule = {
  id: 'UNION_VARIANT_REMOVED',
  purpose: 'A variant of a union is gone, and events that are already written may be of it.',
  category: 'composition',
  directions: ['backward'],
  check: (pair, report) => {
    const { previous, current } = pair;
    const union = unionPairOf(previous, current);
    for (const variant of union?.removed ?? []) {
      if (union === undefined || isOnlyNull(variant)) continue;
      report({
        at: rangeOf(current, union.currentKeyword),
        previous: variant.range,
        message: `The variant ${variantName(variant)} was taken from ${object(pair)}.`,
        fix: 'keep the variant as long as events of it are kept; say in its description that it is written no more',
        backward: unionPart(current, union.currentKeyword),
      });
    }
  },
};
