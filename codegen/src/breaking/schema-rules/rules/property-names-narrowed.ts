import { reportKeyword } from '../keyword-change.js';
import type { SchemaRule } from '../rule.js';

export const propertyNamesNarrowed: SchemaRule = {
  id: 'PROPERTY_NAMES_NARROWED',
  purpose: 'Names of properties that were written before are refused now.',
  category: 'object',
  directions: ['backward'],
  check: (pair, report) =>
    reportKeyword(pair, report, {
      keywords: ['propertyNames'],
      what: 'demand on property names',
      direction: 'backward',
      fix: 'keep accepting every name that was ever written',
    }),
};
