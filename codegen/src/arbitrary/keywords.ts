/** What a schema says, keyword by keyword, as generators of values need it. */
import type { KeywordValue, Schema } from '../model/schema.js';
import type { JsonObject, JsonValue } from '../model/source.js';

/** A schema, or the one that everything (`true`) or nothing (`false`) is valid of. */
export type AnySchema = Schema | boolean;

export const keyword = (schema: Schema, name: string): KeywordValue | undefined =>
  schema.keywords.find((one) => one.name === name)?.value;

export const jsonOf = (schema: Schema, name: string): JsonValue | undefined => {
  const value = keyword(schema, name);
  return value?.kind === 'value' ? value.json : undefined;
};

export const numberOf = (schema: Schema, name: string): number | undefined => {
  const json = jsonOf(schema, name);
  return typeof json === 'number' ? json : undefined;
};

export const textOf = (schema: Schema, name: string): string | undefined => {
  const json = jsonOf(schema, name);
  return typeof json === 'string' ? json : undefined;
};

export const schemaOf = (schema: Schema, name: string): AnySchema | undefined => {
  const value = keyword(schema, name);
  return value?.kind === 'schema' ? value.schema : undefined;
};

export const schemasOf = (schema: Schema, name: string): readonly AnySchema[] => {
  const value = keyword(schema, name);
  return value?.kind === 'schemas' ? value.schemas : [];
};

export const schemaMapOf = (schema: Schema, name: string): readonly (readonly [string, AnySchema])[] => {
  const value = keyword(schema, name);
  return value?.kind === 'schemaMap' ? value.schemas : [];
};

/** `enum` and `const` together; `undefined` if every value is allowed. */
export const constantsOf = (schema: Schema): readonly JsonValue[] | undefined => {
  const json = jsonOf(schema, 'enum');
  const listed = isList(json) ? json : undefined;
  const single = keyword(schema, 'const');
  if (single?.kind !== 'value') return listed;
  return listed === undefined || listed.some((one) => isSameJson(one, single.json)) ? [single.json] : [];
};

export const isSameJson = (one: JsonValue, other: JsonValue): boolean => canonical(one) === canonical(other);

const canonical = (value: JsonValue): string =>
  JSON.stringify(value, (_key, below: JsonValue) =>
    isObject(below) ? Object.fromEntries(Object.entries(below).toSorted(([a], [b]) => (a < b ? -1 : 1))) : below,
  );

const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// Array.isArray does not narrow readonly arrays.
export const isList = (value: JsonValue | undefined): value is readonly JsonValue[] => Array.isArray(value);
