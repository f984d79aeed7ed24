import { reportKeyword } from '../keyword-change.js';
import type { SchemaRule } from '../rule.js';

export const notNarrowed: SchemaRule = {
  id: 'NOT_NARROWED',
  purpose:
    'What must not be valid was narrowed, so that values are written now that readers of the previous version refuse.',
  category: 'composition',
  directions: ['forward'],
  check: (pair, report) =>
    reportKeyword(pair, report, {
      keywords: ['not'],
      what: 'exclusion ("not")',
      direction: 'forward',
      fix: 'release readers that accept such values first; write them when all run that',
    }),
};
