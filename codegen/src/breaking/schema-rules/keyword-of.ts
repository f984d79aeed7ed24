/** Small questions to the keywords of a schema. */
import type { Keyword, Schema } from '../../model/schema.js';
import type { JsonValue, SourceRange } from '../../model/source.js';
import { escapePointer } from '../../load/read-source.js';
import { full } from './parts.js';

export const keywordOf = ({ keywords }: Schema, wanted: string): Keyword | undefined =>
  keywords.find(({ name }) => name === wanted);

export const has = (schema: Schema, wanted: string): boolean => keywordOf(schema, wanted) !== undefined;

/** Where a keyword stands, or else what it would stand in. */
export const rangeOf = (schema: Schema, ...wanted: readonly string[]): SourceRange =>
  schema.keywords.find(({ name }) => wanted.includes(name))?.range ?? schema.range;

export const jsonOf = (schema: Schema, wanted: string): JsonValue | undefined => {
  const value = keywordOf(schema, wanted)?.value;
  return value?.kind === 'value' ? value.json : undefined;
};

export const numberOf = (schema: Schema, wanted: string): number | undefined => {
  const json = jsonOf(schema, wanted);
  return typeof json === 'number' ? json : undefined;
};

/** The one schema under a keyword. */
export const schemaOf = (schema: Schema, wanted: string): Schema | undefined => {
  const keyword = keywordOf(schema, wanted);
  return keyword?.value.kind === 'schema' ? full(keyword.value.schema, keyword.range) : undefined;
};

/** The list of schemas under a keyword, empty if there is none. */
export const schemasOf = (schema: Schema, wanted: string): readonly Schema[] => {
  const keyword = keywordOf(schema, wanted);
  return keyword?.value.kind === 'schemas'
    ? keyword.value.schemas.map((one, index) => {
        const { range } = keyword;
        return full(one, { ...range, pointer: `${range.pointer}/${index}` });
      })
    : [];
};

/** The schemas by name under a keyword, empty if there are none. */
export const schemaMapOf = (schema: Schema, wanted: string): ReadonlyMap<string, Schema> => {
  const keyword = keywordOf(schema, wanted);
  return new Map(
    keyword?.value.kind === 'schemaMap'
      ? keyword.value.schemas.map(([name, one]) => {
          const { range } = keyword;
          return [name, full(one, { ...range, pointer: `${range.pointer}/${escapePointer(name)}` })];
        })
      : [],
  );
};
