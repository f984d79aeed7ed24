/** For tests: what people do to schemas, one edit at a time. */
import type { JsonObject, JsonValue } from '../model/source.js';

/** Three numbers, each taken modulo what there is to choose from. */
export interface Edit {
  readonly kind: number;
  readonly place: number;
  readonly choice: number;
}

/** @returns the schema after the edit; as it was if the edit makes no sense where it falls */
export const edited = (schema: JsonObject, { kind, place, choice }: Edit): JsonObject => {
  const places = placesIn(schema, []);
  const path = places[place % places.length] ?? [];
  const change = changes[kind % changes.length];
  return change === undefined ? schema : (replaced(schema, path, (node) => change(node, choice)) as JsonObject); // the root stays an object
};

type Path = readonly (string | number)[];

/** Ways to all schemas, itself included. */
const placesIn = (schema: JsonValue, path: Path): readonly Path[] => {
  if (!isObject(schema)) return [];
  const below = Object.entries(schema).flatMap(([keyword, value]): readonly Path[] => {
    if (keyword === 'properties' && isObject(value)) {
      return Object.entries(value).flatMap(([name, one]) => placesIn(one, [...path, keyword, name]));
    }
    if (Array.isArray(value) && ['oneOf', 'anyOf', 'allOf'].includes(keyword)) {
      return (value as readonly JsonValue[]).flatMap((one, index) => placesIn(one, [...path, keyword, index])); // a list of JSON
    }
    return keyword === 'items' || keyword === 'additionalProperties' ? placesIn(value, [...path, keyword]) : [];
  });
  return [path, ...below];
};

const replaced = (json: JsonValue, [step, ...rest]: Path, change: (node: JsonObject) => JsonObject): JsonValue => {
  if (step === undefined) return isObject(json) ? change(json) : json;
  if (Array.isArray(json)) {
    return (json as readonly JsonValue[]).map((one, index) => (index === step ? replaced(one, rest, change) : one)); // the same
  }
  return isObject(json) ? { ...json, [step]: replaced(json[step] ?? null, rest, change) } : json;
};

type Change = (node: JsonObject, choice: number) => JsonObject;

const leaves: readonly JsonObject[] = [
  { type: 'string' },
  { type: 'integer' },
  { type: 'number', minimum: 0 },
  { type: ['string', 'null'] },
  { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
];

const names = ['id', 'total', 'note', 'state', 'added', 'user_id'];

const ofObject =
  (change: (properties: JsonObject, required: readonly JsonValue[], choice: number) => JsonObject): Change =>
  (node, choice) => {
    const { properties, required = [] } = node;
    if (!isObject(properties) || !Array.isArray(required)) return node;
    return { ...node, ...change(properties, required as readonly JsonValue[], choice) }; // a list of JSON
  };

const nameIn = (properties: JsonObject, choice: number): string => {
  const all = Object.keys(properties);
  return all[choice % all.length] ?? 'id';
};

const without = (properties: JsonObject, name: string): JsonObject =>
  Object.fromEntries(Object.entries(properties).filter(([key]) => key !== name));

const leaf = (choice: number): JsonObject => leaves[choice % leaves.length] ?? {};

const stepped =
  (keyword: string, by: number): Change =>
  (node) => {
    const value = node[keyword];
    return typeof value === 'number' ? { ...node, [keyword]: Math.max(0, value + by) } : node;
  };

const typesOf = ({ type }: JsonObject): readonly JsonValue[] => {
  if (type === undefined) return [];
  return Array.isArray(type) ? (type as readonly JsonValue[]) : [type]; // a list of JSON
};

const changes: readonly Change[] = [
  ofObject((properties, required, choice) => ({
    properties: { ...properties, [names[choice % names.length] ?? 'id']: leaf(choice) },
    required,
  })),
  ofObject((properties, required, choice) => {
    const name = names[choice % names.length] ?? 'id';
    return { properties: { ...properties, [name]: leaf(choice) }, required: [...new Set([...required, name])] };
  }),
  ofObject((properties, required, choice) => {
    const name = nameIn(properties, choice);
    return { properties: without(properties, name), required: required.filter((one) => one !== name) };
  }),
  ofObject((properties, required, choice) => {
    const name = nameIn(properties, choice);
    const isRequired = required.includes(name);
    return { required: isRequired ? required.filter((one) => one !== name) : [...required, name] };
  }),
  ofObject((properties, required, choice) => {
    const name = nameIn(properties, choice);
    const renamed = { ...without(properties, name), [`${name}Now`]: properties[name] ?? {} };
    return { properties: renamed, required: required.map((one) => (one === name ? `${name}Now` : one)) };
  }),
  ofObject((_properties, _required, choice) => ({ additionalProperties: choice % 2 === 0 ? false : leaf(choice) })),
  (node, choice) => ('properties' in node ? node : leaf(choice)),
  (node) =>
    typesOf(node).length > 0 && !typesOf(node).includes('null') ? { ...node, type: [...typesOf(node), 'null'] } : node,
  (node) => ({
    ...node,
    ...(typesOf(node).includes('null') ? { type: typesOf(node).filter((one) => one !== 'null') } : {}),
  }),
  (node) => (node['type'] === 'integer' ? { ...node, type: 'number' } : node),
  (node) => (node['type'] === 'number' ? { ...node, type: 'integer' } : node),
  (node) =>
    Array.isArray(node['enum']) ? { ...node, enum: [...(node['enum'] as readonly JsonValue[]), 'HELD'] } : node, // a list of JSON
  (node) =>
    Array.isArray(node['enum']) ? { ...node, enum: (node['enum'] as readonly JsonValue[]).slice(0, -1) } : node, // the same
  stepped('minimum', 1),
  stepped('maximum', -1),
  stepped('maximum', 1),
  stepped('minLength', 1),
  stepped('maxLength', 1),
  stepped('minItems', 1),
  stepped('minItems', -1),
  (node) => (typesOf(node).includes('string') ? { ...node, maxLength: 5 } : node),
  (node) => (typesOf(node).includes('string') ? { ...node, pattern: '^[a-z]*$' } : node),
  (node) => (typesOf(node).includes('array') ? { ...node, uniqueItems: true } : node),
  (node) => without(node, 'pattern'),
  (node) => without(node, 'format'),
  (node) =>
    Array.isArray(node['oneOf']) ? { ...node, oneOf: (node['oneOf'] as readonly JsonValue[]).slice(1) } : node, // the same
  (node) => (Array.isArray(node['oneOf']) ? { ...without(node, 'oneOf'), anyOf: node['oneOf'] } : node),
  (node, choice) =>
    Array.isArray(node['anyOf'])
      ? { ...node, anyOf: [...(node['anyOf'] as readonly JsonValue[]), leaf(choice)] }
      : node, // the same
  (node) => ({ allOf: [node] }),
  (node) => ({ anyOf: [node, node] }),
  (node) => ({ ...node, not: { const: 'NONE' } }),
  (node) => Object.fromEntries(Object.entries(node).toReversed()),
  (node) => ({ ...node, description: 'Said in other words.' }),
];

const isObject = (json: JsonValue | undefined): json is JsonObject =>
  typeof json === 'object' && json !== null && !Array.isArray(json);
