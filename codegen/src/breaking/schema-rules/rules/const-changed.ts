import { has, jsonOf, rangeOf } from '../keyword-of.js';
import { partOf } from '../parts.js';
import { isSameJson } from '../same-schema.js';
import { object, wasAndIs } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const constChanged: SchemaRule = {
  id: 'CONST_CHANGED',
  purpose: 'The only value that is valid at a place is another one, or came or went.',
  category: 'value',
  directions: ['backward', 'forward'],
  check: (pair, report) => {
    const { previous, current } = pair;
    const [before, after] = [jsonOf(previous, 'const'), jsonOf(current, 'const')];
    if (isSameJson(before, after)) return;
    report({
      at: rangeOf(after === undefined ? previous : current, 'const'),
      previous: before === undefined ? undefined : rangeOf(previous, 'const'),
      message: `The constant value of ${object(pair)} ${wasAndIs(before, after)}.`,
      fix: 'keep the value; publish another message, or add a variant, for what is different now',
      backward: has(current, 'const') ? partOf(current, ['const']) : undefined,
      forward: has(previous, 'const') ? partOf(previous, ['const']) : undefined,
    });
  },
};
