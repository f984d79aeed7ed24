import { lengthBounds, reportBounds } from '../bound-change.js';
import type { SchemaRule } from '../rule.js';

export const lengthNarrowed: SchemaRule = {
  id: 'LENGTH_NARROWED',
  purpose: 'Texts of lengths that were written before are refused now.',
  category: 'value',
  directions: ['backward'],
  check: (pair, report) => reportBounds(pair, lengthBounds, 'narrowed', report),
};
