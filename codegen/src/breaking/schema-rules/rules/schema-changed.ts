import type { SchemaRule } from '../rule.js';

export const schemaChanged: SchemaRule = {
  id: 'SCHEMA_CHANGED',
  purpose: 'Several changes together break what none of them breaks alone, or a change that no other rule knows.',
  category: 'composition',
  directions: ['backward', 'forward'],
  // Found by comparing the whole schemas, in compare-message-schemas.ts.
  check: () => undefined,
};
