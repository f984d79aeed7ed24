/**
 * Whether closing a schema can make valid what it refuses open: with `oneOf`, if closing leaves one of two branches.
 * Such a writer must pass both. @see writerMode of emit/validators/compilable-schema.ts
 */
import type { JsonObject, JsonValue } from '../../model/source.js';
import { get, isList, isObject, listAt, objectAt, textsAt } from '../schema-node.js';
import { holdsNamedSchemas, holdsSchemas, questions, references as referring } from './keywords.js';
import type { Located, References } from '../prover/references.js';

export const hasChoice = (root: Located, references: References): boolean => {
  const seen = new Set<JsonValue>();
  const visit = ({ schema, base: outer }: Located): boolean => {
    if (!isObject(schema) || seen.has(schema)) return false;
    seen.add(schema);
    const base = references.baseOf(schema, outer);
    const variants = listAt(schema, 'oneOf').map((one) => followed({ schema: one, base }, references));
    if (variants.length > 0 && !isExclusive(variants, references)) return true;
    return Object.entries(schema).some(([name, value]) => {
      if (referring.has(name) && typeof value === 'string') {
        const target = references.find(value, base);
        return target !== undefined && visit(target);
      }
      // A question stays open.
      if (name === 'if' || questions.has(name)) return false;
      return schemasBelow(name, value).some((below) => visit({ schema: below, base }));
    });
  };
  return visit(root);
};

const schemasBelow = (name: string, value: JsonValue): readonly JsonValue[] => {
  if (holdsSchemas.has(name)) return isList(value) ? value : [value];
  return holdsNamedSchemas.has(name) && isObject(value) ? Object.values(value) : [];
};

/** A schema that only refers to another, and the other one, are the same. */
const followed = (located: Located, references: References): Located => {
  const { schema, base } = located;
  const reference = isObject(schema) ? get(schema, '$ref') : undefined;
  if (typeof reference !== 'string' || !isObject(schema) || Object.keys(schema).length > 1) return located;
  return references.find(reference, references.baseOf(schema, base)) ?? located;
};

/** Whether no value can fit two of the variants, open or closed, because a property that all require tells them apart. */
const isExclusive = (variants: readonly Located[], references: References): boolean => {
  const [first] = variants;
  if (first === undefined || !isObject(first.schema)) return false;
  return textsAt(first.schema, 'required').some((name) => {
    const tags = variants.map((variant) => tagsOf(variant, name, references));
    const values = tags.flatMap((tag) => tag ?? []);
    return !tags.includes(undefined) && new Set(values).size === values.length;
  });
};

/** @returns the values that the property may have, as JSON; `undefined` if it may be missing, or be anything */
const tagsOf = ({ schema, base }: Located, name: string, references: References): readonly string[] | undefined => {
  if (!isObject(schema) || !isOnlyObject(get(schema, 'type'))) return undefined;
  const declared = textsAt(schema, 'required').includes(name) ? get(objectAt(schema, 'properties'), name) : undefined;
  if (declared === undefined) return undefined;
  const tag = followed({ schema: declared, base: references.baseOf(schema, base) }, references).schema;
  if (!isObject(tag) || get(tag, 'x-extensible-enum') === true) return undefined;
  const values = valuesOf(tag);
  // Objects may differ in the order of their members, and be the same.
  if (values?.some((value) => typeof value === 'object' && value !== null) === true) return undefined;
  return values === undefined ? undefined : [...new Set(values.map((value) => JSON.stringify(value)))];
};

const isOnlyObject = (type: JsonValue | undefined): boolean =>
  type === 'object' || (isList(type) && type.length === 1 && type[0] === 'object');

const valuesOf = (tag: JsonObject): readonly JsonValue[] | undefined => {
  const values = get(tag, 'enum');
  if (isList(values)) return values;
  const value = get(tag, 'const');
  return value === undefined ? undefined : [value];
};
