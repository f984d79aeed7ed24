import { reportPresence } from '../keyword-change.js';
import type { SchemaRule } from '../rule.js';

export const conditionAdded: SchemaRule = {
  id: 'CONDITION_ADDED',
  purpose: 'Values that were written before do not keep to a condition that is new.',
  category: 'composition',
  directions: ['backward'],
  check: (pair, report) =>
    reportPresence(pair, report, {
      keywords: ['if', 'then', 'else'],
      what: 'condition ("if", "then", "else")',
      kind: 'added',
      fix: 'demand it of writers only: check it in code before publishing',
    }),
};
