/** Visits every place that two versions of a schema have in common. */
import type { Schema } from '../../model/schema.js';
import { full } from './parts.js';
import { has, keywordOf, schemaMapOf, schemaOf, schemasOf } from './keyword-of.js';
import { pairedLists } from './paired-lists.js';
import {
  itemsStep,
  mapValueStep,
  moreItemsStep,
  type Path,
  patternStep,
  propertyStep,
  type Step,
  tupleStep,
  variantStep,
} from './path.js';
import { noProperties, pairProperties } from './property-pairs.js';
import type { Older, SchemaPair } from './rule.js';
import { isWording } from './same-schema.js';
import { asUnions, unionPairOf } from './union-pair.js';

/**
 * Two definitions are visited once, at the first place that leads to them: what changed in them stands in one line of the
 * contract, however often it is used. Below `not`, `if`, `contains` and variants without a tag nothing is visited: what
 * changes there is a change of what holds them.
 */
export const walk = (root: SchemaPair, visit: (pair: SchemaPair) => void): void => {
  const seen = new Set<string>();
  const go = (given: SchemaPair, isMember = false): void => {
    const key = `${given.previous.id} ${given.current.id}`;
    if (seen.has(key)) return;
    seen.add(key);
    const [previous, current] = asUnions(
      unframed(given.previous, given.current),
      unframed(given.current, given.previous),
    );
    const properties = isMember ? noProperties : pairProperties(previous, current);
    const pair: SchemaPair = { ...given, previous, current, properties };
    visit(pair);
    for (const below of pairsBelow(pair)) go(below);
    for (const [before, after] of pairedLists(previous.allOf, current.allOf).kept) {
      go({ ...pair, previous: before, current: after }, true);
    }
  };
  go(root);
};

/**
 * A frame around one schema, as people put it around a `$ref` to say something beside it, is that schema. It stays where the
 * other version has such a frame as well: then members came or went.
 */
const unframed = (schema: Schema, other: Schema, depth = 0): Schema => {
  const [only, ...others] = schema.keywords.filter((keyword) => !isWording(keyword));
  const isFrame = only?.value.kind === 'schemas' && only.value.schemas.length === 1 && frames.has(only.name);
  const [inner] = only !== undefined && isFrame && others.length === 0 ? schemasOf(schema, only.name) : [];
  if (inner === undefined || depth >= framesMax || has(other, only?.name ?? '')) return schema;
  return unframed(inner, other, depth + 1);
};

const frames = new Set(['allOf', 'anyOf', 'oneOf']);

/** Frames in a circle hold nothing. */
const framesMax = 16;

const pairsBelow = (pair: SchemaPair): readonly SchemaPair[] => {
  const { previous, current, path, properties } = pair;
  const at = (
    step: Step,
    before: Schema,
    after: Schema,
    older: (schema: Schema) => Schema | undefined,
  ): SchemaPair => ({
    ...pair,
    previous: before,
    current: after,
    path: [...path, step] satisfies Path,
    history: olderAt(pair.history, older),
  });
  return [
    ...properties.kept.map(({ previous: before, current: after }) =>
      at(propertyStep(after.name), before.schema, after.schema, (older) => propertyOf(older, before.name)),
    ),
    ...itemPairs(previous, current).map(([step, before, after]) =>
      at(step, before, after, (older) => schemaOf(older, 'items')),
    ),
    ...patternPairs(previous, current).map(([step, before, after]) => at(step, before, after, () => undefined)),
    ...mapPairs(previous, current).map(([step, before, after]) =>
      at(step, before, after, (older) => schemaOf(older, 'additionalProperties')),
    ),
    ...(unionPairOf(previous, current)?.tagged ?? []).map(({ previous: before, current: after, label, condition }) =>
      at(variantStep(label, condition), before, after, () => undefined),
    ),
  ];
};

const olderAt = (history: readonly Older[], below: (schema: Schema) => Schema | undefined): readonly Older[] =>
  history.flatMap(({ root, schema }) => {
    const found = below(schema);
    return found === undefined ? [] : [{ root, schema: found }];
  });

const propertyOf = (schema: Schema, name: string): Schema | undefined =>
  schema.properties.find((property) => property.name === name)?.schema;

type Below = readonly [step: Step, previous: Schema, current: Schema];

const itemPairs = (previous: Schema, current: Schema): readonly Below[] => {
  const [before, after] = [schemaOf(previous, 'items'), schemaOf(current, 'items')];
  if (before !== undefined && after !== undefined) return [[itemsStep, before, after]];
  const [tuple, newTuple] = [schemasOf(previous, 'items'), schemasOf(current, 'items')];
  const pairs = tuple.flatMap((one, index): readonly Below[] => {
    const other = newTuple[index];
    return other === undefined ? [] : [[tupleStep(index), one, other]];
  });
  const [more, newMore] = [schemaOf(previous, 'additionalItems'), schemaOf(current, 'additionalItems')];
  return tuple.length > 0 && tuple.length === newTuple.length && more !== undefined && newMore !== undefined
    ? [...pairs, [moreItemsStep(tuple.length), more, newMore]]
    : pairs;
};

/** Whether items are compared place by place; otherwise lists are described in another way than before. */
export const areItemsPaired = (previous: Schema, current: Schema): boolean => {
  if (schemaOf(previous, 'items') !== undefined && schemaOf(current, 'items') !== undefined) return true;
  const [tuple, newTuple] = [schemasOf(previous, 'items'), schemasOf(current, 'items')];
  const [more, newMore] = [schemaOf(previous, 'additionalItems'), schemaOf(current, 'additionalItems')];
  return tuple.length > 0 && tuple.length === newTuple.length && (more === undefined) === (newMore === undefined);
};

const patternPairs = (previous: Schema, current: Schema): readonly Below[] => {
  const patterns = schemaMapOf(current, 'patternProperties');
  return [...schemaMapOf(previous, 'patternProperties')].flatMap(([pattern, before]): readonly Below[] => {
    const after = patterns.get(pattern);
    return after === undefined ? [] : [[patternStep(pattern), before, after]];
  });
};

/** Where one side is open or closed, a rule of its own says so. */
const mapPairs = (previous: Schema, current: Schema): readonly Below[] => {
  const [before, after] = [previous.additionalProperties, current.additionalProperties];
  if (typeof before !== 'object' || typeof after !== 'object') return [];
  const range = keywordOf(current, 'additionalProperties')?.range ?? current.range;
  return [[mapValueStep(previous, current), full(before, range), full(after, range)]];
};
