import { reportPatterns } from '../pattern-change.js';
import type { SchemaRule } from '../rule.js';

export const patternPropsWidened: SchemaRule = {
  id: 'PATTERN_PROPS_WIDENED',
  purpose: 'Values are written under names that match a pattern, which readers of the previous version refuse.',
  category: 'object',
  directions: ['forward'],
  check: (pair, report) =>
    reportPatterns(pair, report, {
      direction: 'forward',
      fix: 'release readers that accept such values first; write them when all run that',
    }),
};
