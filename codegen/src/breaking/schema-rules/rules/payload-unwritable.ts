import type { SchemaRule } from '../rule.js';

export const payloadUnwritable: SchemaRule = {
  id: 'PAYLOAD_UNWRITABLE',
  purpose: 'No event satisfies the contract any more, so that every attempt to publish one is refused.',
  category: 'composition',
  directions: ['backward', 'forward'],
  // Found by comparing the whole schemas, in compare-message-schemas.ts.
  check: () => undefined,
};
