import { reportPresence } from '../keyword-change.js';
import type { SchemaRule } from '../rule.js';

export const containsRemoved: SchemaRule = {
  id: 'CONTAINS_REMOVED',
  purpose: 'Lists are written now that do not contain what readers of the previous version demand.',
  category: 'list',
  directions: ['forward'],
  check: (pair, report) =>
    reportPresence(pair, report, {
      keywords: ['contains'],
      what: 'demand that some item fits ("contains")',
      kind: 'removed',
      fix: 'release readers that do not demand it first; write such lists when all run that',
    }),
};
