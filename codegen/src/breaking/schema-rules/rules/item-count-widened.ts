import { itemCountBounds, reportBounds } from '../bound-change.js';
import type { SchemaRule } from '../rule.js';

export const itemCountWidened: SchemaRule = {
  id: 'ITEM_COUNT_WIDENED',
  purpose: 'Lists with counts of items are written now that readers of the previous version refuse.',
  category: 'list',
  directions: ['forward'],
  check: (pair, report) => reportBounds(pair, itemCountBounds, 'widened', report),
};
