import { reportDependencies } from '../dependency-change.js';
import type { SchemaRule } from '../rule.js';

export const dependentRequiredRemoved: SchemaRule = {
  id: 'DEPENDENT_REQUIRED_REMOVED',
  purpose: 'A property may be there alone, and readers of the previous version refuse it without another one.',
  category: 'object',
  directions: ['forward'],
  check: (pair, report) =>
    reportDependencies(pair, report, {
      kind: 'removed',
      fix: 'release readers that cope with one of them alone first; write such events when all run that',
    }),
};
