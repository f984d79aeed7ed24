/** Lists and tuples. */
import type { Schema } from '../model/schema.js';
import { type AnySchema, jsonOf, keyword, numberOf, schemaOf } from './keywords.js';
import { impossible, type Plan } from './plan.js';
import { type Below, union } from './planner.js';

/** More positions than this are no tuple that people write; what goes on behind it is left out where it may be. */
const tupleMax = 64;

export const planList = (schemas: readonly Schema[], below: Below): Plan => {
  const minLength = Math.max(0, ...schemas.flatMap((schema) => numberOf(schema, 'minItems') ?? []));
  const maxLengths = schemas.flatMap((schema) => numberOf(schema, 'maxItems') ?? []);
  const maxLength = maxLengths.length === 0 ? undefined : Math.min(...maxLengths);
  if (maxLength !== undefined && minLength > maxLength) {
    return impossible(`a list of at least ${minLength} and at most ${maxLength} items does not exist`);
  }
  const isUnique = schemas.some((schema) => jsonOf(schema, 'uniqueItems') === true);
  const positions = Math.max(0, ...schemas.map((schema) => positionsOf(schema).length));
  const wanted = schemas.flatMap((schema) => schemaOf(schema, 'contains') ?? []);
  if (positions > 0) {
    if (wanted.length > 0 || isUnique) below.doubt();
    return tuples(schemas, { positions, minLength, maxLength }, below);
  }
  const rest = schemas.flatMap((schema) => itemAt(schema, 0));
  const items = below.plan(rest);
  if (wanted.length === 0) {
    return { kind: 'list', items, minLength, maxLength, isUnique };
  }
  below.untyped();
  if (isUnique || wanted.length > 1 || maxLength === 0) below.doubt();
  const contained = below.plan([...rest, ...wanted.slice(0, 1)]);
  if (contained.kind === 'impossible') return contained;
  return {
    kind: 'list',
    items,
    minLength: Math.max(0, minLength - 1),
    maxLength: maxLength === undefined ? undefined : Math.max(0, maxLength - 1),
    isUnique: false,
    contained,
  };
};

const tuples = (
  schemas: readonly Schema[],
  bounds: { readonly positions: number; readonly minLength: number; readonly maxLength: number | undefined },
  below: Below,
): Plan => {
  const { positions, minLength, maxLength } = bounds;
  if (minLength > tupleMax) return impossible(`a tuple of ${minLength} items is more than is generated (${tupleMax})`);
  const longest = Math.min(Math.max(positions, minLength), maxLength ?? tupleMax, tupleMax);
  const items = Array.from({ length: longest }, (_, index) =>
    below.plan(schemas.flatMap((schema) => itemAt(schema, index))),
  );
  const end = items.findIndex(({ kind }) => kind === 'impossible');
  const possible = end < 0 ? longest : end;
  if (possible < minLength) return impossible(`a tuple needs ${minLength} items, and nothing is valid at ${possible}`);
  const lengths = Array.from({ length: possible - minLength + 1 }, (_, index) => minLength + index);
  return union(
    lengths.map((length): Plan => ({ kind: 'tuple', items: items.slice(0, length) })),
    'no length of the tuple is possible',
  );
};

const positionsOf = (schema: Schema): readonly AnySchema[] => {
  const items = keyword(schema, 'items');
  return items?.kind === 'schemas' ? items.schemas : [];
};

/** What one schema asks of the item at `index`. */
const itemAt = (schema: Schema, index: number): readonly AnySchema[] => {
  const items = keyword(schema, 'items');
  if (items?.kind === 'schema') return [items.schema];
  const positions = positionsOf(schema);
  const found = positions[index];
  if (found !== undefined) return [found];
  if (positions.length === 0) return [];
  const more = schemaOf(schema, 'additionalItems');
  return more === undefined ? [] : [more];
};
