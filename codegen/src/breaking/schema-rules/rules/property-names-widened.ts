import { reportKeyword } from '../keyword-change.js';
import type { SchemaRule } from '../rule.js';

export const propertyNamesWidened: SchemaRule = {
  id: 'PROPERTY_NAMES_WIDENED',
  purpose: 'Names of properties are written now that readers of the previous version refuse.',
  category: 'object',
  directions: ['forward'],
  check: (pair, report) =>
    reportKeyword(pair, report, {
      keywords: ['propertyNames'],
      what: 'demand on property names',
      direction: 'forward',
      fix: 'release readers that accept such names first; write them when all run that',
    }),
};
