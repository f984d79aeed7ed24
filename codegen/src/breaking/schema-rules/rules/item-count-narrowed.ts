import { itemCountBounds, reportBounds } from '../bound-change.js';
import type { SchemaRule } from '../rule.js';

export const itemCountNarrowed: SchemaRule = {
  id: 'ITEM_COUNT_NARROWED',
  purpose: 'Lists with counts of items that were written before are refused now.',
  category: 'list',
  directions: ['backward'],
  check: (pair, report) => reportBounds(pair, itemCountBounds, 'narrowed', report),
};
