/** Parts of schemas, and schemas that are built around them: what a change is about, without the rest. */
import { anySchema, type Keyword, type KeywordValue, nowhere, type Schema } from '../../model/schema.js';
import type { JsonValue, SourceRange } from '../../model/source.js';

/** Everything is valid. */
export const yes = anySchema;

const withKeyword = (name: string, value: KeywordValue): Schema => ({
  ...yes,
  id: `#${name}`,
  keywords: [{ name, range: nowhere, value }],
});

/** Nothing is valid. */
export const no: Schema = withKeyword('not', { kind: 'schema', schema: true });

/** `true` and `false` as schemas with the place of what they stand under. */
export const full = (schema: Schema | boolean, range: SourceRange): Schema => {
  if (typeof schema !== 'boolean') return schema;
  return { ...(schema ? yes : no), range, id: `${range.file}#${range.pointer} ${schema}` };
};

export const under = (keyword: string, inner: Schema | readonly Schema[]): Schema =>
  withKeyword(keyword, 'keywords' in inner ? { kind: 'schema', schema: inner } : { kind: 'schemas', schemas: inner });

export const underName = (keyword: string, name: string, inner: Schema): Schema =>
  withKeyword(keyword, { kind: 'schemaMap', schemas: [[name, inner]] });

export const saying = (keyword: string, json: JsonValue): Schema => withKeyword(keyword, { kind: 'value', json });

export const requiring = (name: string): Schema => ({ ...saying('required', [name]), required: [name] });

export const allOfThem = (schemas: readonly Schema[]): Schema => {
  const [only] = schemas;
  return schemas.length === 1 && only !== undefined ? only : under('allOf', schemas);
};

/** Only these keywords of a schema; its enum stays extensible. It has no name, so that it stands where it is used. */
export const partOf = (
  schema: Schema,
  keywords: readonly string[],
  change: (keyword: Keyword) => KeywordValue = ({ value }) => value,
): Schema => ({
  ...schema,
  id: `${schema.id} ${keywords.join(' ')}`,
  name: undefined,
  keywords: schema.keywords
    .filter(({ name }) => keywords.includes(name))
    .map((keyword) => ({ ...keyword, value: change(keyword) })),
});
