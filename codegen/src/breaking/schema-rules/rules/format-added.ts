import { reportPresence } from '../keyword-change.js';
import type { SchemaRule } from '../rule.js';

export const formatAdded: SchemaRule = {
  id: 'FORMAT_ADDED',
  purpose: 'Texts that were written before do not have the format that is demanded now.',
  category: 'value',
  directions: ['backward'],
  check: (pair, report) =>
    reportPresence(pair, report, {
      keywords: ['format'],
      what: 'format',
      kind: 'added',
      fix: 'say the format in the description, or add a property with the format beside it',
    }),
};
