import { reportPresence } from '../keyword-change.js';
import type { SchemaRule } from '../rule.js';

export const containsChanged: SchemaRule = {
  id: 'CONTAINS_CHANGED',
  purpose: 'Lists must contain something else, which those of the other version need not do.',
  category: 'list',
  directions: ['backward', 'forward'],
  check: (pair, report) =>
    reportPresence(pair, report, {
      keywords: ['contains'],
      what: 'demand that some item fits ("contains")',
      kind: 'changed',
      fix: 'let readers cope with lists that do not contain it',
    }),
};
