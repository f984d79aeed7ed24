/** Demands that stand in no contract as a schema of their own. */
import type { JsonType, Schema } from '../model/schema.js';

/** Says only which properties must be there. */
export const requiring = (required: readonly string[]): Schema => ({
  ...empty,
  id: `required ${JSON.stringify(required)}`,
  required,
  keywords: [{ name: 'required', range: nowhere, value: { kind: 'value', json: required } }],
});

/** Says only that a value is of this type. */
export const ofJsonType = (type: JsonType): Schema => ({
  ...empty,
  id: `type ${type}`,
  types: [type],
  keywords: [{ name: 'type', range: nowhere, value: { kind: 'value', json: type } }],
});

const nowhere = { file: '', pointer: '', line: 1, column: 1, endLine: 1, endColumn: 1 };

const empty: Omit<Schema, 'id' | 'keywords'> = {
  range: nowhere,
  name: undefined,
  title: undefined,
  description: undefined,
  isDeprecated: false,
  isPii: false,
  isBrand: false,
  isExtensibleEnum: false,
  types: [],
  enum: undefined,
  const: undefined,
  format: undefined,
  properties: [],
  required: [],
  additionalProperties: undefined,
  items: undefined,
  allOf: [],
  anyOf: [],
  oneOf: [],
};
