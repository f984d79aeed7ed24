/**
 * Schemas in the form that ajv compiles, open for readers and closed for writers.
 * Closed means: a property that the contract does not declare is refused, at every level, also behind references.
 */
import type { Keyword, Schema } from '../../model/schema.js';
import type { JsonObject, JsonValue } from '../../model/source.js';

/** `open` everywhere, `closed` everywhere, or `part` of a closed object: closed below its own level only. */
export type Mode = 'open' | 'closed' | 'part';

export interface Wanted {
  readonly schema: Schema;
  readonly mode: 'open' | 'closed';
}

/** Id of the schema that holds what several validators share. */
export const sharedId = 'shared';

/** Schemas by name, and the definitions they refer to, which stand once however often they are used. */
export interface Compilables {
  readonly schemas: ReadonlyMap<string, JsonObject>;
  readonly definitions: JsonObject;
}

/** @param wanted by name: what to compile, and how strictly */
export const compilables = (wanted: ReadonlyMap<string, Wanted>): Compilables => {
  const builder = new Builder();
  const schemas = new Map([...wanted].map(([name, { schema, mode }]) => [name, builder.root(schema, mode)]));
  return { schemas, definitions: builder.definitions };
};

class Builder {
  readonly #definitions = new Map<string, JsonObject>();
  readonly #names = new Map<string, string>();

  get definitions(): JsonObject {
    return Object.fromEntries(this.#definitions);
  }

  root(schema: Schema, mode: 'open' | 'closed'): JsonObject {
    if (mode === 'open' || !isNonMonotone(schema)) return this.#body(schema, mode);
    // With `oneOf`, closing the branches can make valid what readers refuse: a writer must pass both.
    return { allOf: [this.#reference(schema, 'open'), this.#reference(schema, 'closed')] };
  }

  #use(schema: Schema | boolean, mode: Mode): JsonValue {
    if (typeof schema === 'boolean') return schema;
    return schema.name === undefined || isLeaf(schema) ? this.#body(schema, mode) : this.#reference(schema, mode);
  }

  #reference(schema: Schema, mode: Mode): JsonObject {
    const key = `${mode} ${schema.id}`;
    const known = this.#names.get(key);
    const name = known ?? `${mode}${this.#names.size + 1}`;
    if (known === undefined) {
      this.#names.set(key, name);
      this.#definitions.set(name, this.#body(schema, mode));
    }
    return { $ref: `${sharedId}#/definitions/${name}` };
  }

  #body(schema: Schema, mode: Mode): JsonObject {
    const below = schema.keywords.flatMap((keyword): [string, JsonValue][] =>
      annotations.has(keyword.name) || keyword.name.startsWith('x-')
        ? []
        : [[keyword.name, this.#value(keyword, mode)]],
    );
    return { ...Object.fromEntries(below), ...(mode === 'closed' ? closure(schema) : {}) };
  }

  #value({ name, value }: Keyword, mode: Mode): JsonValue {
    if (value.kind === 'value') return value.json;
    const inner = modeBelow(name, mode);
    if (value.kind === 'schema') return this.#use(value.schema, inner);
    if (value.kind === 'schemas') return value.schemas.map((schema) => this.#use(schema, inner));
    return Object.fromEntries(value.schemas.map(([key, schema]) => [key, this.#use(schema, inner)]));
  }
}

/** Say nothing about what is valid. `definitions` are compiled where they are referred to. */
const annotations = new Set(
  (
    'title description default examples deprecated readOnly writeOnly $comment contentEncoding contentMediaType ' +
    'discriminator externalDocs definitions $id $schema'
  ).split(' '),
);

/** Branches that describe the object itself; what they declare counts as declared. */
const inPlace = new Set(['allOf', 'anyOf', 'oneOf', 'then', 'else']);

/** Questions about a value, not declarations of it: closing them would turn their answers. */
const questions = new Set(['not', 'if', 'contains', 'propertyNames']);

const modeBelow = (keyword: string, mode: Mode): Mode => {
  if (mode === 'open' || questions.has(keyword)) return 'open';
  return inPlace.has(keyword) ? 'part' : 'closed';
};

const closure = (schema: Schema): JsonObject => {
  if (schema.keywords.some(({ name }) => name === 'additionalProperties')) return {};
  // Only `unevaluatedProperties` sees what the branches declare.
  if (schema.keywords.some(({ name }) => inPlace.has(name))) return { unevaluatedProperties: false };
  const declares = schema.keywords.some(({ name }) => name === 'properties' || name === 'patternProperties');
  return declares ? { additionalProperties: false } : {};
};

/** No schema below it: written where it is used. */
const isLeaf = (schema: Schema): boolean => schema.keywords.every(({ value }) => value.kind === 'value');

const isNonMonotone = (schema: Schema, seen = new Set<string>()): boolean => {
  if (seen.has(schema.id)) return false;
  seen.add(schema.id);
  return schema.keywords.some(
    ({ name, value }) =>
      ['oneOf', 'not', 'if'].includes(name) || schemasOf(value).some((below) => isNonMonotone(below, seen)),
  );
};

const schemasOf = (value: Keyword['value']): readonly Schema[] => {
  const all =
    value.kind === 'schema'
      ? [value.schema]
      : value.kind === 'schemas'
        ? value.schemas
        : value.kind === 'schemaMap'
          ? value.schemas.map(([, schema]) => schema)
          : [];
  return all.filter((schema) => typeof schema !== 'boolean');
};
