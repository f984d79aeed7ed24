import { reportPresence } from '../keyword-change.js';
import type { SchemaRule } from '../rule.js';

export const conditionRemoved: SchemaRule = {
  id: 'CONDITION_REMOVED',
  purpose: 'Values are written now that do not keep to the condition of readers of the previous version.',
  category: 'composition',
  directions: ['forward'],
  check: (pair, report) =>
    reportPresence(pair, report, {
      keywords: ['if', 'then', 'else'],
      what: 'condition ("if", "then", "else")',
      kind: 'removed',
      fix: 'release readers without the condition first; write such values when all run that',
    }),
};
