import { reportPresence } from '../keyword-change.js';
import type { SchemaRule } from '../rule.js';

export const containsAdded: SchemaRule = {
  id: 'CONTAINS_ADDED',
  purpose: 'Lists that were written before do not contain what is demanded now.',
  category: 'list',
  directions: ['backward'],
  check: (pair, report) =>
    reportPresence(pair, report, {
      keywords: ['contains'],
      what: 'demand that some item fits ("contains")',
      kind: 'added',
      fix: 'let readers cope with lists that do not contain it',
    }),
};
