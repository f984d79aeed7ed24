import { propertyCountBounds, reportBounds } from '../bound-change.js';
import type { SchemaRule } from '../rule.js';

export const propertyCountWidened: SchemaRule = {
  id: 'PROPERTY_COUNT_WIDENED',
  purpose: 'Objects with counts of properties are written now that readers of the previous version refuse.',
  category: 'object',
  directions: ['forward'],
  check: (pair, report) => reportBounds(pair, propertyCountBounds, 'widened', report),
};
