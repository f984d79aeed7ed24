/** Questions about the shape of a schema that decide how it is written as a type. */
import { isNever, type JsonType, type Keyword, type Schema } from '../model/schema.js';

export const hasMembers = (schema: Schema): boolean => schema.properties.length > 0 || schema.required.length > 0;

/** What an interface can say: named properties and nothing on top of them. */
export const isPlainObject = (schema: Schema): boolean =>
  hasMembers(schema) &&
  !isComposed(schema) &&
  !isNever(schema) &&
  schema.enum === undefined &&
  schema.const === undefined &&
  schema.types.every((type) => type === 'object');

/** Text, number and truth need no name of their own, unless they are a brand. */
export const isSimple = (schema: Schema): boolean =>
  !schema.isBrand &&
  !isComposed(schema) &&
  schema.enum === undefined &&
  schema.types.length > 0 &&
  schema.types.every((type) => type !== 'object' && type !== 'array');

/** Only a frame around `allOf`, `oneOf` or `anyOf`. */
export const isFrame = (schema: Schema): boolean =>
  isComposed(schema) &&
  impliedTypes(schema).length === 0 &&
  schema.types.every((type) => type === 'object' || type === 'array');

/** What is said about objects or lists is meant as one, although JSON Schema lets other values pass. */
export const impliedTypes = (schema: Schema): readonly JsonType[] => {
  if (hasMembers(schema) || schema.additionalProperties !== undefined || patternsOf(schema).length > 0)
    return ['object'];
  return schema.items === undefined ? [] : ['array'];
};

/** Schemas of `patternProperties`. */
export const patternsOf = ({ keywords }: Schema): readonly (Schema | boolean)[] => {
  const value = valueOf(keywords, 'patternProperties');
  return value?.kind === 'schemaMap' ? value.schemas.map(([, schema]) => schema) : [];
};

/** Schema of further items of a tuple; `undefined` if the contract does not say. */
export const additionalItemsOf = ({ keywords }: Schema): Schema | boolean | undefined => {
  const value = valueOf(keywords, 'additionalItems');
  return value?.kind === 'schema' ? value.schema : undefined;
};

/** `minItems` or 0. */
export const fewestItems = ({ keywords }: Schema): number => {
  const value = valueOf(keywords, 'minItems');
  return value?.kind === 'value' && typeof value.json === 'number' ? value.json : 0;
};

export const isTuple = (items: Schema | readonly Schema[]): items is readonly Schema[] => Array.isArray(items);

const isComposed = ({ allOf, oneOf, anyOf }: Schema): boolean => allOf.length + oneOf.length + anyOf.length > 0;

const valueOf = (keywords: readonly Keyword[], wanted: string): Keyword['value'] | undefined =>
  keywords.find(({ name }) => name === wanted)?.value;
