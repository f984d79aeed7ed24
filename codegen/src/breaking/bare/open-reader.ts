/** How a reader sees a bare schema: as declared, except that the values of an extensible enum are not all that may come. */
import type { JsonObject, JsonValue } from '../../model/source.js';
import { get, isList, isObject, listAt } from '../schema-node.js';
import type { ComparableSchema } from '../verdict.js';
import { valueKeywords } from './keywords.js';

export const openReader = (declared: ComparableSchema): ComparableSchema =>
  JSON.stringify(declared.schema).includes('"x-extensible-enum"')
    ? { ...declared, schema: opened(declared.schema) }
    : declared;

/** Names of properties are walked like keywords: there is no enum where no schema is. */
const opened = (schema: JsonValue): JsonValue => {
  if (isList(schema)) return schema.map(opened);
  if (!isObject(schema)) return schema;
  const below = Object.entries(schema).map(([keyword, value]): readonly [string, JsonValue] => [
    keyword,
    valueKeywords.has(keyword) && !isObject(value) ? value : opened(value),
  ]);
  return withoutExtensibleEnum(Object.fromEntries(below));
};

/** Of an extensible enum readers ask the type only. */
export const withoutExtensibleEnum = (schema: JsonObject): JsonObject => {
  if (get(schema, 'x-extensible-enum') !== true || !isList(get(schema, 'enum'))) return schema;
  const { enum: _, ...others } = schema;
  return get(schema, 'type') === undefined
    ? { ...others, type: [...new Set(listAt(schema, 'enum').map(typeOf))] }
    : others;
};

const typeOf = (value: JsonValue): string => {
  if (value === null) return 'null';
  return isList(value) ? 'array' : typeof value;
};
