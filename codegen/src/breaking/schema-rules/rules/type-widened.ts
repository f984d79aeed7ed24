import { rangeOf } from '../keyword-of.js';
import { partOf } from '../parts.js';
import { typeChangeOf, typesText } from '../type-change.js';
import { subject } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const typeWidened: SchemaRule = {
  id: 'TYPE_WIDENED',
  purpose: 'A value may have types that readers of the previous version refuse.',
  category: 'type',
  directions: ['forward'],
  check: (pair, report) => {
    const { previous, current } = pair;
    if (typeChangeOf(previous, current) !== 'widened') return;
    report({
      at: rangeOf(current, 'type'),
      previous: rangeOf(previous, 'type'),
      message: `${subject(pair)} was ${typesText(previous)} and is ${typesText(current)}.`,
      fix: 'release readers that accept the new types first; let writers use them when all run that',
      forward: partOf(previous, ['type']),
    });
  },
};
