/** Random schemas in draft 7 and values for them: every keyword, names that every object has, and references in circles. */
import {
  array,
  boolean,
  constant,
  constantFrom,
  dictionary,
  double,
  integer,
  letrec,
  oneof,
  record,
  string,
  tuple,
  uniqueArray,
  type Arbitrary,
} from 'fast-check';
import type { JsonObject, JsonValue } from '../model/source.js';

const names = constantFrom('a', 'b', 'c', 'constructor', 'toString', 'a b', "it's", '0');
const texts = oneof(constantFrom('', 'a', 'abc', '2026-01-31', '𝟙𝟙', 'a"b', "it's"), string({ maxLength: 4 }));
const scalars: Arbitrary<JsonValue> = oneof(
  texts,
  integer({ min: -3, max: 6 }),
  double({ min: -2, max: 5, noNaN: true }),
  boolean(),
  constant(null),
);

export const { value: randomValue } = letrec<{ value: JsonValue }>((tie) => ({
  value: oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalars,
    array(tie('value'), { maxLength: 4 }),
    dictionary(names, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

const counts = integer({ min: 0, max: 4 });
const types = constantFrom('string', 'number', 'integer', 'boolean', 'null', 'array', 'object');

const { schema: schemas } = letrec<{ schema: JsonObject; below: JsonValue }>((tie) => {
  const below = tie('below');
  const list = array(below, { minLength: 1, maxLength: 3 });
  const keywords: Readonly<Record<string, Arbitrary<JsonValue>>> = {
    type: oneof(types, uniqueArray(types, { minLength: 1, maxLength: 3 })),
    enum: uniqueArray(randomValue, { minLength: 1, maxLength: 4, selector: (one) => JSON.stringify(one) }),
    const: randomValue,
    properties: dictionary(names, below, { maxKeys: 4, noNullPrototype: true }),
    patternProperties: dictionary(constantFrom('^a', 'o', '^\\d$'), below, { maxKeys: 2, noNullPrototype: true }),
    additionalProperties: below,
    required: uniqueArray(names, { maxLength: 2 }),
    minProperties: counts,
    maxProperties: counts,
    propertyNames: below,
    dependencies: dictionary(names, oneof(below, uniqueArray(names, { maxLength: 2 })), {
      maxKeys: 2,
      noNullPrototype: true,
    }),
    // No list: if the value is shorter, ajv skips what stands beside it. The JSON Schema Test Suite has lists.
    items: below,
    contains: below,
    minItems: counts,
    maxItems: counts,
    uniqueItems: boolean(),
    minimum: integer({ min: -3, max: 4 }),
    exclusiveMaximum: double({ min: -2, max: 5, noNaN: true }),
    multipleOf: constantFrom(1, 2, 0.5),
    minLength: counts,
    maxLength: counts,
    pattern: constantFrom('^a', '\\d', '^\\p{L}*$', '"'),
    format: constantFrom('date', 'uuid', 'int32', 'email'),
    allOf: list,
    anyOf: list,
    oneOf: list,
    not: below,
    if: below,
    else: below,
  };
  // Not above, because what has a `then` is taken for a promise.
  const entries: readonly [string, Arbitrary<JsonValue>][] = [...Object.entries(keywords), ['then', below]];
  const keyword = oneof(...entries.map(([name, arbitrary]) => tuple(constant(name), arbitrary)));
  return {
    schema: array(keyword, { minLength: 1, maxLength: 4 }).map((chosen) => Object.fromEntries(chosen)),
    below: oneof(
      { maxDepth: 4 },
      boolean(),
      // Only where another value is described, so that no circle turns in place.
      constantFrom('A', 'B').map((name) => ({ properties: { a: { $ref: `#/definitions/${name}` } } })),
      constant({ items: { $ref: '#/definitions/A' } }),
      tie('schema'),
    ),
  };
});

export const randomSchema = tuple(schemas, record({ A: schemas, B: schemas })).map(
  ([schema, definitions]): JsonObject => ({
    ...schema,
    definitions,
  }),
);
