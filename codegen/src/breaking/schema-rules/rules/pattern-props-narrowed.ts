import { reportPatterns } from '../pattern-change.js';
import type { SchemaRule } from '../rule.js';

export const patternPropsNarrowed: SchemaRule = {
  id: 'PATTERN_PROPS_NARROWED',
  purpose: 'Values under names that match a pattern were written before and are refused now.',
  category: 'object',
  directions: ['backward'],
  check: (pair, report) =>
    reportPatterns(pair, report, {
      direction: 'backward',
      fix: 'keep accepting every value that was ever written under such a name',
    }),
};
