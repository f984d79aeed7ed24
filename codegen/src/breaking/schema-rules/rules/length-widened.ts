import { lengthBounds, reportBounds } from '../bound-change.js';
import type { SchemaRule } from '../rule.js';

export const lengthWidened: SchemaRule = {
  id: 'LENGTH_WIDENED',
  purpose: 'Texts of lengths are written now that readers of the previous version refuse.',
  category: 'value',
  directions: ['forward'],
  check: (pair, report) => reportBounds(pair, lengthBounds, 'widened', report),
};
