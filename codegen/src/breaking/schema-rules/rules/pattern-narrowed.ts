import { reportKeyword } from '../keyword-change.js';
import type { SchemaRule } from '../rule.js';

export const patternNarrowed: SchemaRule = {
  id: 'PATTERN_NARROWED',
  purpose: 'Texts that were written before do not match the pattern.',
  category: 'value',
  directions: ['backward'],
  check: (pair, report) =>
    reportKeyword(pair, report, {
      keywords: ['pattern'],
      what: 'pattern',
      direction: 'backward',
      fix: 'keep a pattern that everything matches that was ever written',
    }),
};
