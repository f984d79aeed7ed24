/** Which JSON types the values of schemas may have. */
import type { JsonType, Schema } from '../model/schema.js';
import type { JsonValue } from '../model/source.js';

const all: readonly JsonType[] = ['string', 'number', 'boolean', 'null', 'array', 'object'];

/** What all of `schemas` allow; `undefined` if none of them says anything about it. */
export const typesOf = (schemas: readonly Schema[]): readonly JsonType[] | undefined => {
  const told = schemas.filter(({ types }) => types.length > 0);
  if (told.length > 0) return told.reduce<readonly JsonType[]>((known, { types }) => common(known, types), all);
  const implied = all.filter((type) =>
    schemas.some(({ keywords }) => keywords.some(({ name }) => typeByKeyword.get(name) === type)),
  );
  return implied.length > 0 ? implied : undefined;
};

export const typeOf = (value: JsonValue): JsonType => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (typeof value === 'object') return 'object';
  return typeof value === 'string' ? 'string' : 'boolean';
};

/** An integer is a number too. */
export const isOfType = (value: JsonValue, types: readonly JsonType[]): boolean => {
  const type = typeOf(value);
  return types.includes(type) || (type === 'integer' && types.includes('number'));
};

const common = (one: readonly JsonType[], other: readonly JsonType[]): readonly JsonType[] => {
  const has = (types: readonly JsonType[], type: JsonType): boolean =>
    types.includes(type) || (type === 'integer' && types.includes('number'));
  const both = [...new Set([...one, ...other])].filter((type) => has(one, type) && has(other, type));
  return both.includes('number') ? both.filter((type) => type !== 'integer') : both;
};

const typeByKeyword: ReadonlyMap<string, JsonType> = new Map([
  ...of('object', 'properties patternProperties additionalProperties required minProperties maxProperties'),
  ...of('object', 'propertyNames dependencies'),
  ...of('array', 'items additionalItems minItems maxItems uniqueItems contains'),
  ...of('string', 'pattern minLength maxLength format'),
  ...of('number', 'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf'),
]);

function of(type: JsonType, names: string): [string, JsonType][] {
  return names.split(' ').map((name) => [name, type]);
}
