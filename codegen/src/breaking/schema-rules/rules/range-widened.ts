import { rangeBounds, reportBounds } from '../bound-change.js';
import type { SchemaRule } from '../rule.js';

export const rangeWidened: SchemaRule = {
  id: 'RANGE_WIDENED',
  purpose: 'Numbers are written now that readers of the previous version refuse.',
  category: 'value',
  directions: ['forward'],
  check: (pair, report) => reportBounds(pair, rangeBounds, 'widened', report),
};
