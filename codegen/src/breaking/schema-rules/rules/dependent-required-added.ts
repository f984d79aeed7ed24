import { reportDependencies } from '../dependency-change.js';
import type { SchemaRule } from '../rule.js';

export const dependentRequiredAdded: SchemaRule = {
  id: 'DEPENDENT_REQUIRED_ADDED',
  purpose: 'A property must be there if another one is, and events that are already written have only one of them.',
  category: 'object',
  directions: ['backward'],
  check: (pair, report) =>
    reportDependencies(pair, report, { kind: 'added', fix: 'let readers cope with one of them alone' }),
};
