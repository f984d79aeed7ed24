import { has, rangeOf } from '../keyword-of.js';
import { partOf } from '../parts.js';
import { listText, subject } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const enumAdded: SchemaRule = {
  id: 'ENUM_ADDED',
  purpose: 'Only listed values are valid where others were before, and events that are already written may have those.',
  category: 'value',
  directions: ['backward'],
  check: (pair, report) => {
    const { previous, current } = pair;
    if (has(previous, 'enum') || current.enum === undefined) return;
    report({
      at: rangeOf(current, 'enum'),
      previous: previous.range,
      message: `${subject(pair)} is one of ${listText(current.enum)}; it was not limited to them.`,
      fix: 'list every value that was ever written, or say the values in the description only',
      backward: partOf(current, ['enum']),
    });
  },
};
