import { propertyCountBounds, reportBounds } from '../bound-change.js';
import type { SchemaRule } from '../rule.js';

export const propertyCountNarrowed: SchemaRule = {
  id: 'PROPERTY_COUNT_NARROWED',
  purpose: 'Objects with counts of properties that were written before are refused now.',
  category: 'object',
  directions: ['backward'],
  check: (pair, report) => reportBounds(pair, propertyCountBounds, 'narrowed', report),
};
