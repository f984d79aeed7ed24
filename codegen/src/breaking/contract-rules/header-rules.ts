/** Headers follow the rules of payloads, under ids of their own: a waiver for one is none for the other. */

/** `HEADER_REQUIRED_ADDED` for `PROP_REQUIRED_ADDED`, `HEADER_TYPE_CHANGED` for `TYPE_CHANGED`. */
export const headerRuleId = (id: string): string => `HEADER_${id.replace(/^PROP_/, '')}`;
