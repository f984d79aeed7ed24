import { reportPresence } from '../keyword-change.js';
import type { SchemaRule } from '../rule.js';

export const uniqueItemsAdded: SchemaRule = {
  id: 'UNIQUE_ITEMS_ADDED',
  purpose: 'Lists with equal items that were written before are refused now.',
  category: 'list',
  directions: ['backward'],
  check: (pair, report) =>
    reportPresence(pair, report, {
      keywords: ['uniqueItems'],
      what: 'demand that items differ ("uniqueItems")',
      kind: 'added',
      fix: 'let readers drop what is there twice instead of refusing the list',
    }),
};
