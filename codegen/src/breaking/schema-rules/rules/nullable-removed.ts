import { rangeOf } from '../keyword-of.js';
import { partOf } from '../parts.js';
import { isOnlyNull, typeChangeOf } from '../type-change.js';
import { unionPairOf, unionPart } from '../union-pair.js';
import { subject } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const nullableRemoved: SchemaRule = {
  id: 'NULLABLE_REMOVED',
  purpose: 'A value must not be null any more, and events that are already written have null there.',
  category: 'type',
  directions: ['backward'],
  check: (pair, report) => {
    const { previous, current } = pair;
    const message = `${subject(pair)} could be null and may no longer be.`;
    const fix = 'keep accepting null as long as events with it are kept';
    if (typeChangeOf(previous, current) === 'nullable-removed') {
      const [at, before] = [rangeOf(current, 'type'), rangeOf(previous, 'type')];
      report({ at, previous: before, message, fix, backward: partOf(current, ['type']) });
    }
    const union = unionPairOf(previous, current);
    if (union === undefined) return;
    for (const variant of union.removed.filter(isOnlyNull)) {
      const other = rangeOf(current, union.currentKeyword);
      const [at, before] = [other, variant.range];
      report({ at, previous: before, message, fix, backward: unionPart(current, union.currentKeyword) });
    }
  },
};
