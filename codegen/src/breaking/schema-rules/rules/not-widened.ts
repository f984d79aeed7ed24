import { reportKeyword } from '../keyword-change.js';
import type { SchemaRule } from '../rule.js';

export const notWidened: SchemaRule = {
  id: 'NOT_WIDENED',
  purpose: 'What must not be valid was widened, so that values that were written before are refused now.',
  category: 'composition',
  directions: ['backward'],
  check: (pair, report) =>
    reportKeyword(pair, report, {
      keywords: ['not'],
      what: 'exclusion ("not")',
      direction: 'backward',
      fix: 'exclude nothing that was ever written',
    }),
};
