import type { SchemaRule } from '../rule.js';

export const refactored: SchemaRule = {
  id: 'REFACTORED',
  purpose: 'A schema is written otherwise and accepts exactly the same.',
  category: 'wording',
  directions: [],
  // Found by comparing the whole schemas, in compare-message-schemas.ts.
  check: () => undefined,
};
