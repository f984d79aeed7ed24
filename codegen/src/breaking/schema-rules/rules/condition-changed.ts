import { reportPresence } from '../keyword-change.js';
import type { SchemaRule } from '../rule.js';

export const conditionChanged: SchemaRule = {
  id: 'CONDITION_CHANGED',
  purpose: 'A condition is another one, which values of the other version need not keep to.',
  category: 'composition',
  directions: ['backward', 'forward'],
  check: (pair, report) =>
    reportPresence(pair, report, {
      keywords: ['if', 'then', 'else'],
      what: 'condition ("if", "then", "else")',
      kind: 'changed',
      fix: 'demand it of writers only: check it in code before publishing',
    }),
};
