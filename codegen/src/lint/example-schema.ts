/**
 * A schema of the model as one JSON Schema that the writer of an event is held to: closed, so that a property which the
 * contract does not declare is an error in an example too.
 */
import type { KeywordValue, Schema } from '../model/schema.js';
import type { JsonObject, JsonValue } from '../model/source.js';

/** @returns JSON Schema 2019-09, because only `unevaluatedProperties` closes an object whose properties come from `allOf`. */
export const closedSchema = (root: Schema): JsonObject => {
  const definitions: Record<string, JsonValue> = {};
  const names = new Map<string, string>();
  const reference = (schema: Schema | boolean): JsonValue => {
    if (typeof schema === 'boolean') return schema;
    const known = names.get(schema.id);
    const name = known ?? `schema${names.size}`;
    if (known === undefined) {
      names.set(schema.id, name);
      definitions[name] = written(schema, reference);
    }
    return { $ref: `#/$defs/${name}` };
  };
  const top = closed(root, reference(root));
  return { $defs: definitions, allOf: [top] };
};

type Reference = (schema: Schema | boolean) => JsonValue;

const written = (schema: Schema, reference: Reference): JsonObject =>
  Object.fromEntries(
    schema.keywords
      .filter(({ name }) => !name.startsWith('x-') && !annotations.has(name))
      .map(({ name, value }) => {
        const toValue: Reference = (below) => closed(below, reference(below));
        return [name, keyword(value, samePlace.has(name) ? reference : toValue)];
      }),
  );

const annotations = new Set([
  'title',
  'description',
  'default',
  'examples',
  'discriminator',
  'externalDocs',
  '$comment',
]);

/** Their schemas are about the same value as the schema that holds them: that one is closed, after all of them were asked. */
const samePlace = new Set(['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else']);

const keyword = (value: KeywordValue, reference: Reference): JsonValue => {
  if (value.kind === 'value') return value.json;
  if (value.kind === 'schema') return reference(value.schema);
  if (value.kind === 'schemas') return value.schemas.map(reference);
  return Object.fromEntries(value.schemas.map(([name, below]) => [name, reference(below)]));
};

/** An object that declares no property at all is free-form, not empty. */
const closed = (schema: Schema | boolean, reference: JsonValue): JsonValue =>
  typeof schema === 'boolean' || !declaresProperties(schema, new Set())
    ? reference
    : { allOf: [reference], unevaluatedProperties: false };

const declaresProperties = (schema: Schema, seen: Set<string>): boolean => {
  if (seen.has(schema.id)) return false;
  seen.add(schema.id);
  const parts = [...schema.allOf, ...schema.anyOf, ...schema.oneOf];
  return schema.properties.length > 0 || parts.some((part) => declaresProperties(part, seen));
};
