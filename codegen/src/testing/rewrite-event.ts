/** The same schema written otherwise: whatever is valid of one is valid of the other. */
import type { JsonObject, JsonValue } from '../model/source.js';
import { get, isList, isObject, listAt, objectAt } from '../breaking/schema-node.js';

export type Rewrite = (schema: JsonObject) => JsonObject;

/** Every `$ref` is replaced by what it leads to. */
const inlined: Rewrite = (root) => {
  const definitions = objectAt(root, 'definitions');
  return everywhere(root, (schema) => {
    const reference = get(schema, '$ref');
    const target = typeof reference === 'string' ? get(definitions, reference.split('/').at(-1) ?? '') : undefined;
    return isObject(target) ? target : schema;
  });
};

const reordered: Rewrite = (root) =>
  everywhere(root, (schema) => Object.fromEntries(Object.entries(schema).toReversed()));

/** `type: [a, b]` as a union of a and b. */
const typesAsUnion: Rewrite = (root) =>
  everywhere(root, (schema) => {
    const { type, ...others } = schema;
    return isList(type) ? { anyOf: type.map((one) => ({ ...others, type: one })) } : schema;
  });

/** Half of the keywords in a part of their own; those that see each other stay together. */
const split: Rewrite = (root) =>
  everywhere(root, (schema) => {
    const entries = Object.entries(schema);
    const together = new Set(['properties', 'patternProperties', 'additionalProperties', 'definitions', '$ref']);
    const apart = entries.filter(([name], index) => !together.has(name) && index % 2 === 0);
    if (apart.length === 0 || entries.length < 2) return schema;
    const names = new Set(apart.map(([name]) => name));
    const kept = entries.filter(([name]) => !names.has(name));
    return { ...Object.fromEntries(kept), allOf: [Object.fromEntries(apart)] };
  });

const translated: Rewrite = (root) => {
  const text = JSON.stringify(root).replaceAll('"#/definitions/', '"#/$defs/');
  const { definitions, ...others } = JSON.parse(text) as JsonObject; // an object was written
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', ...others, $defs: definitions ?? {} };
};

export const rewrites: Readonly<Record<string, Rewrite>> = {
  'references inlined': inlined,
  'keywords in another order': reordered,
  'types as a union': typesAsUnion,
  'split by allOf': split,
  'translated to 2020-12': translated,
};

/** The innermost schemas are rewritten first. */
const everywhere = (schema: JsonObject, rewrite: Rewrite): JsonObject => {
  const below = (value: JsonValue): JsonValue => (isObject(value) ? everywhere(value, rewrite) : value);
  const rewritten = Object.entries(schema).map(([name, value]): readonly [string, JsonValue] => {
    if (name === 'properties' || name === 'definitions') {
      return [name, Object.fromEntries(Object.entries(objectAt(schema, name)).map(([key, one]) => [key, below(one)]))];
    }
    if (name === 'items' || name === 'additionalProperties') return [name, below(value)];
    return name === 'oneOf' || name === 'anyOf' ? [name, listAt(schema, name).map(below)] : [name, value];
  });
  return rewrite(Object.fromEntries(rewritten));
};
