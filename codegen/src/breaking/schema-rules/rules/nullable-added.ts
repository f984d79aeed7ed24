import { rangeOf } from '../keyword-of.js';
import { partOf } from '../parts.js';
import { isOnlyNull, typeChangeOf } from '../type-change.js';
import { unionPairOf, unionPart } from '../union-pair.js';
import { subject } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const nullableAdded: SchemaRule = {
  id: 'NULLABLE_ADDED',
  purpose: 'A value may be null, which readers of the previous version refuse.',
  category: 'type',
  directions: ['forward'],
  check: (pair, report) => {
    const { previous, current } = pair;
    const message = `${subject(pair)} could not be null and may be.`;
    const fix = 'leave the property out instead of writing null, or release readers that accept null first';
    if (typeChangeOf(previous, current) === 'nullable-added') {
      const [at, before] = [rangeOf(current, 'type'), rangeOf(previous, 'type')];
      report({ at, previous: before, message, fix, forward: partOf(previous, ['type']) });
    }
    const union = unionPairOf(previous, current);
    if (union === undefined) return;
    for (const variant of union.added.filter(isOnlyNull)) {
      const other = rangeOf(previous, union.previousKeyword);
      const [at, before] = [variant.range, other];
      report({ at, previous: before, message, fix, forward: unionPart(previous, union.previousKeyword) });
    }
  },
};
