import { rangeOf } from '../keyword-of.js';
import { mapOf } from '../path.js';
import { no } from '../parts.js';
import { object } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const objectOpened: SchemaRule = {
  id: 'OBJECT_OPENED',
  purpose: 'Properties may be written that are not declared, which readers of the previous version refuse.',
  category: 'object',
  directions: ['forward'],
  check: (pair, report) => {
    const { previous, current } = pair;
    const isWider = previous.additionalProperties === false && current.additionalProperties !== false;
    const isLooser = previous.additionalProperties === undefined && current.additionalProperties === true;
    if (!isWider && !isLooser) return;
    const owner = current.additionalProperties === undefined ? previous : current;
    report({
      at: rangeOf(owner, 'additionalProperties'),
      previous: rangeOf(previous, 'additionalProperties'),
      message: `Undeclared properties of ${object(pair)} were not allowed and are.`,
      fix: 'release readers that ignore them first; write them when all run that',
      forward: isWider ? mapOf(previous, no) : undefined,
    });
  },
};
