import { rangeOf } from '../keyword-of.js';
import { partOf } from '../parts.js';
import { isSameJson } from '../same-schema.js';
import { listText, object } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const enumValueAdded: SchemaRule = {
  id: 'ENUM_VALUE_ADDED',
  purpose:
    'A value was added to a list, which readers of the previous version refuse unless x-extensible-enum tells them to expect more.',
  category: 'value',
  directions: ['forward'],
  check: (pair, report) => {
    const { previous, current } = pair;
    const before = previous.enum;
    const added = current.enum?.filter((value) => before?.every((one) => !isSameJson(one, value)));
    if (before === undefined || added === undefined || added.length === 0) return;
    report({
      at: rangeOf(current, 'enum'),
      previous: rangeOf(previous, 'enum'),
      message: `${listText(added)} ${added.length === 1 ? 'was' : 'were'} added to the values of ${object(pair)}.`,
      fix: 'release readers that know the value first, or mark the enum with "x-extensible-enum: true" and let them run before it is written',
      forward: partOf(previous, ['enum']),
    });
  },
};
