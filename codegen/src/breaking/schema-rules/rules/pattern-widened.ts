import { reportKeyword } from '../keyword-change.js';
import type { SchemaRule } from '../rule.js';

export const patternWidened: SchemaRule = {
  id: 'PATTERN_WIDENED',
  purpose: 'Texts are written now that do not match the pattern of readers of the previous version.',
  category: 'value',
  directions: ['forward'],
  check: (pair, report) =>
    reportKeyword(pair, report, {
      keywords: ['pattern'],
      what: 'pattern',
      direction: 'forward',
      fix: 'release readers with the wider pattern first; write such texts when all run that',
    }),
};
