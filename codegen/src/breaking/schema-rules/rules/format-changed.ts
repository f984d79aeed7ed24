import { reportPresence } from '../keyword-change.js';
import type { SchemaRule } from '../rule.js';

export const formatChanged: SchemaRule = {
  id: 'FORMAT_CHANGED',
  purpose: 'A text has another format, which texts of the other version need not have.',
  category: 'value',
  directions: ['backward', 'forward'],
  check: (pair, report) =>
    reportPresence(pair, report, {
      keywords: ['format'],
      what: 'format',
      kind: 'changed',
      fix: 'say the format in the description, or add a property with the format beside it',
    }),
};
