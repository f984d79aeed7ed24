import { has, rangeOf } from '../keyword-of.js';
import { partOf } from '../parts.js';
import { listText, subject } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const enumRemoved: SchemaRule = {
  id: 'ENUM_REMOVED',
  purpose: 'Values are valid that readers of the previous version do not have in their list.',
  category: 'value',
  directions: ['forward'],
  check: (pair, report) => {
    const { previous, current } = pair;
    if (previous.enum === undefined || has(current, 'enum')) return;
    report({
      at: rangeOf(previous, 'enum'),
      previous: rangeOf(previous, 'enum'),
      message: `${subject(pair)} was one of ${listText(previous.enum)} and is not limited to them any more.`,
      fix: 'mark the enum with "x-extensible-enum: true" first, and write other values when all readers run that',
      forward: partOf(previous, ['enum']),
    });
  },
};
