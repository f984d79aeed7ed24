import { reportPresence } from '../keyword-change.js';
import type { SchemaRule } from '../rule.js';

export const multipleOfChanged: SchemaRule = {
  id: 'MULTIPLE_OF_CHANGED',
  purpose: 'Numbers must be multiples of something else, which those of the other version need not be.',
  category: 'value',
  directions: ['backward', 'forward'],
  check: (pair, report) =>
    reportPresence(pair, report, {
      keywords: ['multipleOf'],
      what: 'step ("multipleOf")',
      kind: 'any',
      fix: 'keep a step that everything is a multiple of that was ever written',
    }),
};
