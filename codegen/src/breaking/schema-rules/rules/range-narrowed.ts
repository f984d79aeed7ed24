import { rangeBounds, reportBounds } from '../bound-change.js';
import type { SchemaRule } from '../rule.js';

export const rangeNarrowed: SchemaRule = {
  id: 'RANGE_NARROWED',
  purpose: 'Numbers that were written before are refused now.',
  category: 'value',
  directions: ['backward'],
  check: (pair, report) => reportBounds(pair, rangeBounds, 'narrowed', report),
};
