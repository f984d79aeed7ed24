import { rangeOf } from '../keyword-of.js';
import { partOf } from '../parts.js';
import { isSameJson } from '../same-schema.js';
import { listText, object } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const enumValueRemoved: SchemaRule = {
  id: 'ENUM_VALUE_REMOVED',
  purpose: 'A value was taken from a list, and events that are already written may have it.',
  category: 'value',
  directions: ['backward'],
  check: (pair, report) => {
    const { previous, current } = pair;
    const after = current.enum;
    const removed = previous.enum?.filter((value) => after?.every((one) => !isSameJson(one, value)));
    if (after === undefined || removed === undefined || removed.length === 0) return;
    report({
      at: rangeOf(current, 'enum'),
      previous: rangeOf(previous, 'enum'),
      message: `${listText(removed)} ${removed.length === 1 ? 'was' : 'were'} taken from the values of ${object(pair)}.`,
      fix: 'keep it in the list as long as events with it are kept; say in the description that it is written no more',
      backward: partOf(current, ['enum']),
    });
  },
};
