import { rangeOf } from '../keyword-of.js';
import { partOf } from '../parts.js';
import { typeChangeOf, typesText } from '../type-change.js';
import { subject } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const typeNarrowed: SchemaRule = {
  id: 'TYPE_NARROWED',
  purpose: 'A value of a type that was written before is refused now.',
  category: 'type',
  directions: ['backward'],
  check: (pair, report) => {
    const { previous, current } = pair;
    if (typeChangeOf(previous, current) !== 'narrowed') return;
    report({
      at: rangeOf(current, 'type'),
      previous: rangeOf(previous, 'type'),
      message: `${subject(pair)} was ${typesText(previous)} and is ${typesText(current)}.`,
      fix: 'keep reading the old types as long as events with them are kept',
      backward: partOf(current, ['type']),
    });
  },
};
