/** The rules for payloads and headers, and the comparison that applies them. */
export { compareMessageSchemas, type MessageSchemas } from './compare-message-schemas.js';
export { schemaRules } from './registry.js';
export type { Category, SchemaRule } from './rule.js';
