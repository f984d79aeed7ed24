import { rangeOf, schemasOf } from '../keyword-of.js';
import { partOf, under } from '../parts.js';
import { unionPairOf } from '../union-pair.js';
import { object } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const unionOverlapAdded: SchemaRule = {
  id: 'UNION_OVERLAP_ADDED',
  purpose: 'Values that were written before fit more than one variant of oneOf now, which refuses them.',
  category: 'composition',
  directions: ['backward'],
  check: (pair, report) => {
    const { previous, current } = pair;
    const union = unionPairOf(previous, current);
    if (union?.currentKeyword !== 'oneOf') return;
    const isStricter = union.previousKeyword === 'anyOf';
    if (!isStricter && union.added.length + union.changed.length === 0) return;
    report({
      at: rangeOf(current, 'oneOf'),
      previous: rangeOf(previous, union.previousKeyword),
      message: `Values of ${object(pair)} may fit more than one variant of "oneOf".`,
      fix: 'give each variant a tag, a required property with a const that no other has, or write "anyOf"',
      backward: partOf(current, ['oneOf']),
      isSilent: true,
      beyond: { backward: under('anyOf', schemasOf(current, 'oneOf')) },
    });
  },
};
