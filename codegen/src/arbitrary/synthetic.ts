/** Demands that stand in no contract as a schema of their own. */
import { anySchema, type JsonType, nowhere, type Schema } from '../model/schema.js';

/** Says only which properties must be there. */
export const requiring = (required: readonly string[]): Schema => ({
  ...anySchema,
  id: `required ${JSON.stringify(required)}`,
  required,
  keywords: [{ name: 'required', range: nowhere, value: { kind: 'value', json: required } }],
});

/** Says only that a value is of this type. */
export const ofJsonType = (type: JsonType): Schema => ({
  ...anySchema,
  id: `type ${type}`,
  types: [type],
  keywords: [{ name: 'type', range: nowhere, value: { kind: 'value', json: type } }],
});
