import { reportPresence } from '../keyword-change.js';
import type { SchemaRule } from '../rule.js';

export const formatRemoved: SchemaRule = {
  id: 'FORMAT_REMOVED',
  purpose: 'Texts are written now that do not have the format that readers of the previous version demand.',
  category: 'value',
  directions: ['forward'],
  check: (pair, report) =>
    reportPresence(pair, report, {
      keywords: ['format'],
      what: 'format',
      kind: 'removed',
      fix: 'release readers without the format first; write other texts when all run that',
    }),
};
