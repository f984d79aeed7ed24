/** A payload schema with every `$ref` followed: JSON Schema draft 7, as AsyncAPI 3 uses it. */
import type { JsonValue, SourceRange } from './source.js';

export type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'null' | 'array' | 'object';

/**
 * Two references to one definition give the same object, and a recursive schema contains itself:
 * whoever walks schemas remembers the ids it has seen.
 */
export interface Schema {
  /** `<file>#<pointer>` of the definition: the same schema always has the same id. */
  readonly id: string;
  /** Of the definition, also when it was reached through a `$ref`. */
  readonly range: SourceRange;
  /** Last part of the pointer of a definition that is referred to by `$ref`, e.g. `Money`; `undefined` if it stands inline. */
  readonly name: string | undefined;
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly isDeprecated: boolean;
  /** `x-pii: true`: redacted in logs, tools and pages. */
  readonly isPii: boolean;
  /** `x-brand: true`: a type of its own, which no other text or number is assignable to. */
  readonly isBrand: boolean;
  /** `x-extensible-enum: true`: readers accept values that the enum does not list yet. */
  readonly isExtensibleEnum: boolean;
  /** Empty if the schema does not say. */
  readonly types: readonly JsonType[];
  readonly enum: readonly JsonValue[] | undefined;
  readonly const: JsonValue | undefined;
  readonly format: string | undefined;
  readonly properties: readonly Property[];
  /** Names in `required`, also those that `properties` does not declare. */
  readonly required: readonly string[];
  readonly additionalProperties: Schema | boolean | undefined;
  /** A list where `items` is a list (a tuple). */
  readonly items: Schema | readonly Schema[] | undefined;
  readonly allOf: readonly Schema[];
  readonly anyOf: readonly Schema[];
  readonly oneOf: readonly Schema[];
  /** Every keyword as written, in the order of the file, extensions included. */
  readonly keywords: readonly Keyword[];
}

export interface Property {
  readonly name: string;
  readonly isRequired: boolean;
  readonly schema: Schema;
  /** The description beside the `$ref` if there is one, else that of the schema. */
  readonly description: string | undefined;
  readonly isPii: boolean;
  /** Of the property's name. */
  readonly range: SourceRange;
}

/** Where what was written in no file stands. */
export const nowhere: SourceRange = { file: '', pointer: '', line: 1, column: 1, endLine: 1, endColumn: 1 };

/** Says nothing, so that every value is valid: what other schemas are made from. */
export const anySchema: Schema = {
  id: '#any',
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
  keywords: [],
};

/** `false` where a schema stands: nothing is valid. */
export const isNever = ({ keywords }: Schema): boolean =>
  keywords.some(({ name, value }) => name === 'not' && value.kind === 'schema' && value.schema === true);

/** One keyword of a schema: either a plain value, or schemas below it. */
export interface Keyword {
  readonly name: string;
  /** Of the keyword's name. */
  readonly range: SourceRange;
  readonly value: KeywordValue;
}

export type KeywordValue =
  | { readonly kind: 'value'; readonly json: JsonValue }
  | { readonly kind: 'schema'; readonly schema: Schema | boolean }
  | { readonly kind: 'schemas'; readonly schemas: readonly (Schema | boolean)[] }
  | { readonly kind: 'schemaMap'; readonly schemas: readonly (readonly [string, Schema | boolean])[] };

/** The schemas that stand under a keyword. */
export const schemasUnder = (value: KeywordValue): readonly (Schema | boolean)[] => {
  if (value.kind === 'schema') return [value.schema];
  if (value.kind === 'schemas') return value.schemas;
  return value.kind === 'schemaMap' ? value.schemas.map(([, schema]) => schema) : [];
};
