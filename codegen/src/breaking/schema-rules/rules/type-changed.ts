import { rangeOf } from '../keyword-of.js';
import { partOf } from '../parts.js';
import { typeChangeOf, typesText } from '../type-change.js';
import { subject } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const typeChanged: SchemaRule = {
  id: 'TYPE_CHANGED',
  purpose: 'A value has another type, so that neither version reads what the other writes.',
  category: 'type',
  directions: ['backward', 'forward'],
  check: (pair, report) => {
    const { previous, current } = pair;
    if (typeChangeOf(previous, current) !== 'changed') return;
    report({
      at: rangeOf(current, 'type'),
      previous: rangeOf(previous, 'type'),
      message: `${subject(pair)} was ${typesText(previous)} and is ${typesText(current)}.`,
      fix: 'add a property of the new type beside it under another name, publish both, and remove the old one later',
      backward: partOf(current, ['type']),
      forward: partOf(previous, ['type']),
    });
  },
};
