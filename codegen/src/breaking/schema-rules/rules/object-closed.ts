import { rangeOf } from '../keyword-of.js';
import { mapOf } from '../path.js';
import { no } from '../parts.js';
import { object } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const objectClosed: SchemaRule = {
  id: 'OBJECT_CLOSED',
  purpose: 'Properties that are not declared are refused, and events that are already written may have some.',
  category: 'object',
  directions: ['backward'],
  check: (pair, report) => {
    const { previous, current } = pair;
    const isNarrower = current.additionalProperties === false && previous.additionalProperties !== false;
    const isTighter = current.additionalProperties === undefined && previous.additionalProperties === true;
    if (!isNarrower && !isTighter) return;
    report({
      at: rangeOf(current, 'additionalProperties'),
      previous: rangeOf(previous, 'additionalProperties'),
      message: `Undeclared properties of ${object(pair)} were allowed and are not.`,
      fix: 'take "additionalProperties: false" out: writers refuse undeclared properties by themselves, readers ignore them',
      backward: isNarrower ? mapOf(current, no) : undefined,
    });
  },
};
