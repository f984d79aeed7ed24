/**
 * Schemas in the form that ajv compiles, open for readers and closed for writers.
 * Closed means: a property that the contract does not declare is refused, at every level, also behind references.
 */
import { type Keyword, type Schema, schemasUnder } from '../../model/schema.js';
import type { JsonObject, JsonValue } from '../../model/source.js';
import { formats } from '../formats/index.js';

/**
 * How strictly a schema is compiled:
 * - `open`: undeclared properties are ignored, at every level.
 * - `closed`: they are refused, at every level.
 * - `part`: of a closed object, which other parts say more about: refused below its own level only, and the properties it
 *   declares are kept track of.
 * - `condition`: an open `if` of a closed object, which keeps track of them as well.
 * - `both`: open and closed. With `oneOf`, closing the branches can make valid what readers refuse: a writer must pass both.
 */
export type Mode = 'open' | 'closed' | 'part' | 'condition' | 'both';

/** Schemas below a function of `part` and `condition` report what they have seen; ajv calls it `evaluated`. */
export const isTracked = (mode: Mode): boolean => mode === 'part' || mode === 'condition';

/** How a writer is compiled. */
export const writerMode = (schema: Schema): Mode => (hasChoice(schema) ? 'both' : 'closed');

/**
 * What stands where a schema is used: a call of its own function, or `undefined` to write it there.
 * @param place of use below the schema that is compiled, e.g. `['properties', 'total']`
 */
export type Refer = (schema: Schema, mode: Mode, place: Place) => JsonObject | undefined;

export interface Place {
  readonly keyword: string;
  /** Name or index, where there are several schemas under the keyword. */
  readonly key: string;
}

export const compilable = (schema: Schema, mode: Mode, refer: Refer): JsonObject => {
  if (mode === 'both') {
    const place = { keyword: 'allOf', key: '' };
    return { allOf: [refer(schema, 'open', place) ?? {}, refer(schema, 'closed', place) ?? {}] };
  }
  const keywords = schema.keywords.filter(({ name }) => !annotations.has(name) && !name.startsWith('x-'));
  const below = keywords.flatMap(
    (keyword): (readonly [string, JsonValue])[] =>
      plain(keyword, schema, mode) ?? [[keyword.name, valueOf(keyword, mode, refer)]],
  );
  return { ...Object.fromEntries(below), ...(mode === 'closed' ? closure(schema) : {}) };
};

/** Keywords that are compiled otherwise than they are written. */
const plain = ({ name, value }: Keyword, schema: Schema, mode: Mode): (readonly [string, JsonValue])[] | undefined => {
  if (value.kind !== 'value') return undefined;
  // Formats that validators do not check only describe.
  if (name === 'format' && !(typeof value.json === 'string' && formats.has(value.json))) return [];
  if (name === 'enum' && schema.isExtensibleEnum && mode !== 'closed' && mode !== 'part') {
    const types = new Set((schema.enum ?? []).map(typeOf));
    return schema.types.length > 0 ? [] : [['type', [...types]]];
  }
  return undefined;
};

const typeOf = (value: JsonValue): string => {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
};

const valueOf = ({ name, value }: Keyword, mode: Mode, refer: Refer): JsonValue => {
  if (value.kind === 'value') return value.json;
  const inner = modeBelow(name, mode);
  const use = (schema: Schema | boolean, key: string): JsonValue => {
    if (typeof schema === 'boolean') return schema;
    return refer(schema, inner, { keyword: name, key }) ?? compilable(schema, inner, refer);
  };
  if (value.kind === 'schema') return use(value.schema, '');
  if (value.kind === 'schemas') return value.schemas.map((schema, index) => use(schema, String(index + 1)));
  return Object.fromEntries(value.schemas.map(([key, schema]) => [key, use(schema, key)]));
};

/** Say nothing about what is valid. `definitions` are compiled where they are referred to. */
const annotations = new Set(
  (
    'title description default examples deprecated readOnly writeOnly $comment contentEncoding contentMediaType ' +
    'discriminator externalDocs definitions $id $schema'
  ).split(' '),
);

/** Branches that describe the object itself; what they declare counts as declared. */
export const inPlace: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf', 'then', 'else', 'dependencies']);

/** Questions about a value, not declarations of it: closing them would turn their answers. */
const questions = new Set(['not', 'contains', 'propertyNames']);

const modeBelow = (keyword: string, mode: Mode): Mode => {
  if (mode === 'open' || questions.has(keyword)) return 'open';
  if (keyword === 'if') return 'condition';
  if (inPlace.has(keyword)) return mode === 'condition' ? 'condition' : 'part';
  return mode === 'condition' ? 'open' : 'closed';
};

const closure = (schema: Schema): JsonObject => {
  if (schema.keywords.some(({ name }) => name === 'additionalProperties')) return {};
  // Only `unevaluatedProperties` sees what the branches declare.
  if (schema.keywords.some(hasParts)) return { unevaluatedProperties: false };
  const declares = schema.keywords.some(({ name }) => name === 'properties' || name === 'patternProperties');
  return declares ? { additionalProperties: false } : {};
};

const hasParts = ({ name, value }: Keyword): boolean =>
  inPlace.has(name) && (name !== 'dependencies' || schemasOf(value).some((part) => !isLeaf(part)));

/** No schema below it: written where it is used. */
export const isLeaf = (schema: Schema): boolean => schema.keywords.every(({ value }) => value.kind === 'value');

/** Whether there is a `oneOf` that closing could turn: one below a question stays open. */
const hasChoice = (schema: Schema, seen = new Set<string>()): boolean => {
  if (seen.has(schema.id)) return false;
  seen.add(schema.id);
  if (schema.oneOf.length > 0 && !isExclusive(schema.oneOf)) return true;
  return schema.keywords.some(
    ({ name, value }) =>
      name !== 'if' && !questions.has(name) && schemasOf(value).some((below) => hasChoice(below, seen)),
  );
};

/** Whether no value can fit two of the variants, open or closed, because a property that all require tells them apart. */
const isExclusive = ([first, ...others]: readonly Schema[]): boolean => {
  const variants = first === undefined ? [] : [first, ...others];
  return (first?.required ?? []).some((name) => {
    const values = variants.flatMap((variant) => tagsOf(variant, name) ?? [untagged, untagged]);
    return new Set(values).size === values.length;
  });
};

/** @returns the values that the property may have, as JSON; `undefined` if it may be missing, or be anything */
const tagsOf = ({ types, required, properties }: Schema, name: string): readonly string[] | undefined => {
  if (types.length !== 1 || types[0] !== 'object') return undefined;
  const tag = required.includes(name) ? properties.find((property) => property.name === name)?.schema : undefined;
  if (tag === undefined || tag.isExtensibleEnum) return undefined;
  const values = tag.enum ?? (tag.const === undefined ? undefined : [tag.const]);
  // Objects may differ in the order of their members, and be the same.
  if (values?.some((value) => typeof value === 'object' && value !== null) === true) return undefined;
  return values === undefined ? undefined : [...new Set(values.map((value) => JSON.stringify(value)))];
};

/** Twice in a list, it is in no set. */
const untagged = '';

const schemasOf = (value: Keyword['value']): readonly Schema[] =>
  schemasUnder(value).filter((schema) => typeof schema !== 'boolean');
