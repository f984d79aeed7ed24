/** Whether two schemas say the same, word for word, wherever they stand. */
import { type Keyword, type KeywordValue, type Schema } from '../../model/schema.js';
import type { JsonValue } from '../../model/source.js';

/** Keywords that describe and do not change what is valid. */
const wording = new Set(
  (
    'title description default examples deprecated readOnly writeOnly $comment contentEncoding contentMediaType ' +
    'discriminator externalDocs definitions $id $schema'
  ).split(' '),
);

/** Other extensions describe; this one decides what readers accept. */
export const isWording = ({ name }: Keyword): boolean =>
  wording.has(name) || (name.startsWith('x-') && name !== 'x-extensible-enum');

/** Whether they accept the same for the simple reason that they are written alike. Order of keys and lists of names is free. */
export const isSameSchema = (a: Schema | boolean, b: Schema | boolean, assumed = new Set<string>()): boolean => {
  if (typeof a === 'boolean' || typeof b === 'boolean') return a === b;
  if (a === b) return true;
  const pair = `${a.id} ${b.id}`;
  // In a circle: equal, unless a difference turns up elsewhere in it.
  if (assumed.has(pair)) return true;
  assumed.add(pair);
  const [left, right] = [a, b].map(({ keywords }) => keywords.filter((keyword) => !isWording(keyword)));
  if (left === undefined || left.length !== right?.length) return false;
  return left.every((keyword) => {
    const other = right.find(({ name }) => name === keyword.name);
    return other !== undefined && isSameValue(keyword.name, keyword.value, other.value, assumed);
  });
};

const isSameValue = (keyword: string, a: KeywordValue, b: KeywordValue, assumed: Set<string>): boolean => {
  if (a.kind === 'value') return b.kind === 'value' && isSameJson(a.json, b.json, sets.has(keyword));
  if (a.kind === 'schema') return b.kind === 'schema' && isSameSchema(a.schema, b.schema, assumed);
  if (a.kind === 'schemas') {
    return (
      b.kind === 'schemas' &&
      a.schemas.length === b.schemas.length &&
      a.schemas.every((one, index) => isSameSchema(one, b.schemas[index] ?? false, assumed))
    );
  }
  if (b.kind !== 'schemaMap' || a.schemas.length !== b.schemas.length) return false;
  const others = new Map(b.schemas);
  return a.schemas.every(([name, one]) => {
    const other = others.get(name);
    return other !== undefined && isSameSchema(one, other, assumed);
  });
};

/** Lists whose order means nothing. */
const sets = new Set(['required', 'enum', 'type']);

export const isSameJson = (a: JsonValue | undefined, b: JsonValue | undefined, isSet = false): boolean =>
  a === b || (a !== undefined && b !== undefined && canonical(a, isSet) === canonical(b, isSet));

const canonical = (json: JsonValue, isSet: boolean): string => {
  if (Array.isArray(json)) {
    const items = (json as readonly JsonValue[]).map((item) => canonical(item, false)); // a list of JSON holds JSON
    return `[${(isSet ? items.toSorted() : items).join(',')}]`;
  }
  if (typeof json !== 'object' || json === null) return JSON.stringify(json);
  const entries = Object.entries(json).map(([key, value]) => `${JSON.stringify(key)}:${canonical(value, false)}`);
  return `{${entries.toSorted().join(',')}}`;
};
