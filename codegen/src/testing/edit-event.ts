/** What people do to schemas between two releases: one small change somewhere, for better or worse. */
import type { JsonObject, JsonValue } from '../model/source.js';
import { Choices } from '../breaking/refute/choices.js';
import { get, isList, isObject, listAt, objectAt, textsAt } from '../breaking/schema-node.js';

/** @returns the schema with one change; the same one for the same seed */
export const editEvent = (schema: JsonObject, seed: number): JsonObject => {
  const choices = new Choices(seed);
  const places = placesIn(schema);
  const place = choices.oneOf(places) ?? [];
  return changedAt(schema, place, (one) => edited(one, choices));
};

/** Without a limit that is somewhere in it, so that more is valid. */
export const widenEvent = (schema: JsonObject, seed: number): JsonObject => {
  const choices = new Choices(seed);
  const places = placesIn(schema).filter(
    // Where exactly one variant may fit, a wider one may refuse more.
    (place) => !place.includes('oneOf') && limitsOf(schemaAt(schema, place)).length > 0,
  );
  const place = choices.oneOf(places);
  if (place === undefined) return schema;
  return changedAt(schema, place, (one) => without(one, choices.oneOf(limitsOf(one)) ?? ''));
};

type Place = readonly string[];

/** Of all schemas, the root first. */
const placesIn = (schema: JsonValue, at: Place = []): readonly Place[] => {
  if (!isObject(schema)) return [];
  return [
    at,
    ...['properties', 'definitions'].flatMap((name) =>
      Object.entries(objectAt(schema, name)).flatMap(([key, below]) => placesIn(below, [...at, name, key])),
    ),
    ...['items', 'additionalProperties'].flatMap((name) => placesIn(get(schema, name) ?? null, [...at, name])),
    ...['oneOf', 'anyOf', 'allOf'].flatMap((name) =>
      listAt(schema, name).flatMap((below, index) => placesIn(below, [...at, name, String(index)])),
    ),
  ];
};

const schemaAt = (schema: JsonValue, place: Place): JsonObject => {
  let at = schema;
  for (const key of place) at = (isList(at) ? at[Number(key)] : isObject(at) ? at[key] : undefined) ?? {};
  return isObject(at) ? at : {};
};

const changedAt = (schema: JsonObject, place: Place, change: (one: JsonObject) => JsonObject): JsonObject => {
  const [key, ...deeper] = place;
  if (key === undefined) return change(schema);
  const below = get(schema, key) ?? {};
  const [index = '', ...rest] = deeper;
  if (isList(below)) {
    const item = below[Number(index)];
    return { ...schema, [key]: below.with(Number(index), changedAt(isObject(item) ? item : {}, rest, change)) };
  }
  return isObject(below) ? { ...schema, [key]: changedAt(below, deeper, change) } : schema;
};

const edited = (schema: JsonObject, choices: Choices): JsonObject => {
  const possible = edits.map((edit) => edit(schema, choices)).filter((one) => one !== undefined);
  return choices.oneOf(possible) ?? { ...schema, description: 'Another word about it.' };
};

/** @returns `undefined` if there is nothing of the kind to change */
type Edit = (schema: JsonObject, choices: Choices) => JsonObject | undefined;

const newSchemas: readonly JsonObject[] = [
  { type: 'string' },
  { type: 'integer', minimum: 1 },
  { type: 'string', format: 'date-time' },
  { enum: ['A', 'B'] },
  { type: 'array', items: { type: 'string' } },
  { type: 'object', properties: { a: { type: 'string' } } },
];

const isRecord = (schema: JsonObject): boolean => isObject(get(schema, 'properties'));

const propertyAdded: Edit = (schema, choices) => {
  if (!isRecord(schema)) return undefined;
  const added = choices.oneOf(newSchemas) ?? {};
  const required = choices.happens(0.5) ? { required: [...textsAt(schema, 'required'), 'added'] } : {};
  return { ...schema, properties: { ...objectAt(schema, 'properties'), added }, ...required };
};

const propertyRemoved: Edit = (schema, choices) => {
  const properties = objectAt(schema, 'properties');
  const name = choices.oneOf(Object.keys(properties));
  if (name === undefined) return undefined;
  const required = textsAt(schema, 'required').filter((one) => one !== name);
  return { ...schema, properties: without(properties, name), ...(required.length > 0 ? { required } : {}) };
};

const propertyRenamed: Edit = (schema, choices) => {
  const entries = Object.entries(objectAt(schema, 'properties'));
  if (entries.length === 0) return undefined;
  const at = choices.below(entries.length);
  const renamed = entries.map(([name, below], index) => [index === at ? `${name}2` : name, below] as const);
  return { ...schema, properties: Object.fromEntries(renamed) };
};

const requiredChanged: Edit = (schema, choices) => {
  const name = choices.oneOf(Object.keys(objectAt(schema, 'properties')));
  if (name === undefined) return undefined;
  const required = textsAt(schema, 'required');
  const others = required.filter((one) => one !== name);
  return { ...schema, required: others.length < required.length ? others : [...required, name] };
};

const opened: Edit = (schema, choices) =>
  isRecord(schema)
    ? { ...schema, additionalProperties: choices.oneOf<JsonValue>([true, false, { type: 'string' }]) ?? true }
    : undefined;

const limitMoved: Edit = (schema, choices) => {
  const limit = choices.oneOf(Object.keys(schema).filter((name) => typeof schema[name] === 'number'));
  if (limit === undefined) return undefined;
  const moved = Number(schema[limit]) + (choices.oneOf([1, -1, 2]) ?? 1);
  return { ...schema, [limit]: limit === 'multipleOf' ? Number(schema[limit]) * 2 : Math.max(0, moved) };
};

const limitDropped: Edit = (schema, choices) => {
  const limit = choices.oneOf(limitsOf(schema));
  return limit === undefined ? undefined : without(schema, limit);
};

const limitAdded: Edit = (schema, choices) => {
  const limits: Readonly<Record<string, JsonObject>> = {
    string: { maxLength: 5 },
    integer: { minimum: 1 },
    number: { maximum: 50 },
    array: { maxItems: 3 },
    object: { maxProperties: 3 },
  };
  const type = get(schema, 'type');
  const limit = typeof type === 'string' ? limits[type] : undefined;
  return limit === undefined || choices.happens(0.3) ? undefined : { ...limit, ...schema };
};

const typeChanged: Edit = (schema, choices) => {
  const type = get(schema, 'type');
  if (typeof type !== 'string' || type === 'object' || type === 'array') return undefined;
  return { ...schema, type: choices.oneOf(['string', 'integer', 'number', 'boolean']) ?? 'string' };
};

const nullableChanged: Edit = (schema) => {
  const type = get(schema, 'type');
  if (typeof type === 'string') return { ...schema, type: [type, 'null'] };
  const others = isList(type) ? type.filter((one) => one !== 'null') : [];
  return others.length > 0 ? { ...schema, type: others } : undefined;
};

const enumChanged: Edit = (schema, choices) => {
  const values = listAt(schema, 'enum');
  if (values.length === 0) return undefined;
  const isAdded = values.length === 1 || choices.happens(0.5);
  return { ...schema, enum: isAdded ? [...values, 'OTHER'] : values.toSpliced(choices.below(values.length), 1) };
};

const formatChanged: Edit = (schema, choices) =>
  get(schema, 'type') === 'string' && get(schema, 'enum') === undefined
    ? { ...schema, format: choices.oneOf(['date', 'uuid', 'email']) ?? 'date' }
    : undefined;

const variantsChanged: Edit = (schema, choices) => {
  const keyword = ['oneOf', 'anyOf'].find((name) => listAt(schema, name).length > 0);
  if (keyword === undefined) return undefined;
  const variants = listAt(schema, keyword);
  const added = { type: 'object', required: ['kind'], properties: { kind: { const: 'added' } } };
  const isAdded = variants.length === 1 || choices.happens(0.5);
  return {
    ...schema,
    [keyword]: isAdded ? [...variants, added] : variants.toSpliced(choices.below(variants.length), 1),
  };
};

const optionAdded: Edit = (schema, choices) =>
  Object.keys(schema).length > 0 && choices.happens(0.3) && get(schema, 'definitions') === undefined
    ? { anyOf: [schema, choices.oneOf(newSchemas) ?? {}] }
    : undefined;

const edits: readonly Edit[] = [
  propertyAdded,
  propertyRemoved,
  propertyRenamed,
  requiredChanged,
  opened,
  limitMoved,
  limitDropped,
  limitAdded,
  typeChanged,
  nullableChanged,
  enumChanged,
  formatChanged,
  variantsChanged,
  optionAdded,
];

const limits =
  'minimum maximum exclusiveMinimum multipleOf minLength maxLength pattern format enum const required minItems maxItems ' +
  'uniqueItems maxProperties';

const limitNames = new Set(limits.split(' '));

const limitsOf = (schema: JsonObject): readonly string[] => Object.keys(schema).filter((name) => limitNames.has(name));

const without = (object: JsonObject, name: string): JsonObject => {
  const { [name]: _, ...others } = object;
  return others;
};
