/** Schemas for an ajv that compiles them when they are asked for: lint looks at examples with the very schemas of validators. */
import type { Schema } from '../../model/schema.js';
import type { JsonObject } from '../../model/source.js';
import { compilable, isLeaf, type Mode, writerMode } from './compilable-schema.js';

export interface Wanted {
  readonly schema: Schema;
  readonly mode: 'open' | 'closed';
}

/** Id of the schema that holds what several others share. */
export const sharedId = 'shared';

/** Schemas by name, and the definitions they refer to, which stand once however often they are used. */
export interface Compilables {
  readonly schemas: ReadonlyMap<string, JsonObject>;
  readonly definitions: JsonObject;
}

/** @param wanted by name: what to compile, and how strictly */
export const compilables = (wanted: ReadonlyMap<string, Wanted>): Compilables => {
  const definitions = new Map<string, JsonObject>();
  const names = new Map<string, string>();
  const define = (schema: Schema, mode: Mode): JsonObject => {
    const key = `${mode} ${schema.id}`;
    const known = names.get(key);
    const name = known ?? `${mode}${names.size + 1}`;
    if (known === undefined) {
      names.set(key, name);
      definitions.set(name, compilable(schema, mode, refer));
    }
    return { $ref: `${sharedId}#/definitions/${name}` };
  };
  const refer = (schema: Schema, mode: Mode): JsonObject | undefined =>
    schema.name === undefined || isLeaf(schema) ? undefined : define(schema, mode);
  const root = ({ schema, mode }: Wanted): JsonObject => {
    const strict = mode === 'closed' ? writerMode(schema) : mode;
    return compilable(schema, strict, strict === 'both' ? define : refer);
  };
  const schemas = new Map([...wanted].map(([name, one]) => [name, root(one)]));
  return { schemas, definitions: Object.fromEntries(definitions) };
};
