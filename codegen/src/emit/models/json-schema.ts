/** Models as closed JSON Schemas of draft 7, the input that modelina reads without mistakes. */
import type { JsonObject, JsonValue } from '../../model/source.js';
import type { Model, ModelProperty, ModelType } from './model.js';

/** One schema a model, by its name: closed, with `$id`, and with the definitions that it refers to. */
export const jsonSchemas = (models: readonly Model[]): ReadonlyMap<string, JsonObject> => {
  const byName = new Map(models.map((model) => [model.name, model]));
  return new Map(
    models.map((model) => {
      const definitions = [...reachable(model, byName)].map((name): [string, JsonValue] => {
        const other = byName.get(name);
        return [name, other === undefined ? {} : body(other)];
      });
      const schema = { $schema: 'http://json-schema.org/draft-07/schema#', ...body(model) };
      return [model.name, { ...schema, definitions: Object.fromEntries(definitions) }];
    }),
  );
};

/** Modelina keeps properties in plain objects, where the names of inherited ones are taken already. */
export const schemaKey = (name: string): string => (name in Object.prototype ? `${name}$` : name);

const body = (model: Model): JsonObject => {
  const told = { $id: model.name, ...described(model.description) };
  if (model.kind === 'enum') {
    return { ...told, type: typeof model.values[0] === 'string' ? 'string' : 'integer', enum: model.values };
  }
  if (model.kind === 'union') return { ...told, oneOf: model.variants.map(({ name }) => reference(name)) };
  return {
    ...told,
    type: 'object',
    additionalProperties: false,
    // What may be null is optional in languages that know no difference; their presets do.
    required: model.properties.filter((one) => one.isRequired && !one.isNullable).map(({ name }) => schemaKey(name)),
    properties: Object.fromEntries(model.properties.map((one) => [schemaKey(one.name), property(one)])),
  };
};

const property = ({ type, constant, description }: ModelProperty): JsonObject => ({
  ...typeSchema(type),
  // A description beside a reference would be lost with it, or become that of the model.
  ...(type.kind === 'named' ? {} : described(description)),
  ...(constant === undefined ? {} : { const: constant }),
});

const typeSchema = (type: ModelType): JsonObject => {
  if (type.kind === 'any') return {};
  if (type.kind === 'named') return reference(type.name);
  if (type.kind === 'scalar') return { type: type.type, ...(type.format === undefined ? {} : { format: type.format }) };
  if (type.kind === 'list') return { type: 'array', items: typeSchema(type.of) };
  return { type: 'object', additionalProperties: type.of.kind === 'any' ? true : typeSchema(type.of) };
};

const reference = (name: string): JsonObject => ({ $ref: `#/definitions/${name}` });

const described = (description: string | undefined): JsonObject => (description === undefined ? {} : { description });

const reachable = (model: Model, byName: ReadonlyMap<string, Model>, seen = new Set<string>()): Set<string> => {
  for (const name of namesIn(model)) {
    const next = byName.get(name);
    if (next === undefined || seen.has(name)) continue;
    seen.add(name);
    reachable(next, byName, seen);
  }
  return seen;
};

const namesIn = (model: Model): readonly string[] => {
  if (model.kind === 'enum') return [];
  if (model.kind === 'union') return model.variants.map(({ name }) => name);
  return model.properties.flatMap(({ type }) => nameOf(type));
};

const nameOf = (type: ModelType): readonly string[] => {
  if (type.kind === 'named') return [type.name];
  return type.kind === 'list' || type.kind === 'map' ? nameOf(type.of) : [];
};
