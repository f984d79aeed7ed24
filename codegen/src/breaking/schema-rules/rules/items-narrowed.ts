import { reportKeyword } from '../keyword-change.js';
import { areItemsPaired } from '../walk.js';
import type { SchemaRule } from '../rule.js';

export const itemsNarrowed: SchemaRule = {
  id: 'ITEMS_NARROWED',
  purpose: 'Items of lists that were written before are refused now.',
  category: 'list',
  directions: ['backward'],
  check: (pair, report) => {
    if (areItemsPaired(pair.previous, pair.current)) return;
    reportKeyword(pair, report, {
      keywords: ['items', 'additionalItems'],
      what: 'schema of items',
      direction: 'backward',
      fix: 'keep accepting every item that was ever written',
    });
  },
};
