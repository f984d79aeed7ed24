import { reportPresence } from '../keyword-change.js';
import type { SchemaRule } from '../rule.js';

export const uniqueItemsRemoved: SchemaRule = {
  id: 'UNIQUE_ITEMS_REMOVED',
  purpose: 'Lists with equal items are written now, which readers of the previous version refuse.',
  category: 'list',
  directions: ['forward'],
  check: (pair, report) =>
    reportPresence(pair, report, {
      keywords: ['uniqueItems'],
      what: 'demand that items differ ("uniqueItems")',
      kind: 'removed',
      fix: 'release readers that accept equal items first; write them when all run that',
    }),
};
