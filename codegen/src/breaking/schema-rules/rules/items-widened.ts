import { reportKeyword } from '../keyword-change.js';
import { areItemsPaired } from '../walk.js';
import type { SchemaRule } from '../rule.js';

export const itemsWidened: SchemaRule = {
  id: 'ITEMS_WIDENED',
  purpose: 'Items of lists are written now that readers of the previous version refuse.',
  category: 'list',
  directions: ['forward'],
  check: (pair, report) => {
    if (areItemsPaired(pair.previous, pair.current)) return;
    reportKeyword(pair, report, {
      keywords: ['items', 'additionalItems'],
      what: 'schema of items',
      direction: 'forward',
      fix: 'release readers that accept such items first; write them when all run that',
    });
  },
};
