/**
 * Goal: what ajv's code loses in our hands (counters, calls, modules) is never needed. Method: random schemas and values,
 * seeded; the reader says what ajv says of the original schema at run time, and a writer accepts nothing that the reader
 * refuses. Names that every object has (`constructor`) and references in circles are among them.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
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
  sample,
  string,
  tuple,
  uniqueArray,
  type Arbitrary,
} from 'fast-check';
import type { JsonObject, JsonValue } from '../../model/source.js';
import { loadSchema, verdictsOf } from '../../testing/verdicts.js';

const schemasCount = 400;
const valuesEach = 25;

const names = constantFrom('a', 'b', 'c', 'constructor', 'toString', 'a b', "it's", '0');
const texts = oneof(constantFrom('', 'a', 'abc', '2026-01-31', '𝟙𝟙', 'a"b', "it's"), string({ maxLength: 4 }));
const scalars: Arbitrary<JsonValue> = oneof(
  texts,
  integer({ min: -3, max: 6 }),
  double({ min: -2, max: 5, noNaN: true }),
  boolean(),
  constant(null),
);

const { value } = letrec<{ value: JsonValue }>((tie) => ({
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
    enum: uniqueArray(value, { minLength: 1, maxLength: 4, selector: (one) => JSON.stringify(one) }),
    const: value,
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

const roots = tuple(schemas, record({ A: schemas, B: schemas })).map(([schema, definitions]): JsonObject => ({
  ...schema,
  definitions,
}));

/** @returns `undefined` where ajv calls a property `toString` of the data, which is no function there */
const runtime = (schema: JsonObject): ((data: JsonValue) => boolean | undefined) => {
  const ajv = new Ajv({
    strict: false,
    strictNumbers: true,
    ownProperties: true,
    validateSchema: false,
    logger: false,
  });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  return (data) => {
    try {
      return validate(data);
    } catch {
      return undefined;
    }
  };
};

test('readers judge random values as ajv judges them by the schema as it was written', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'streampact-random-'));
  try {
    const cases = [];
    for (const [index, written] of sample(roots, { numRuns: schemasCount, seed: 3 }).entries()) {
      await writeFile(join(folder, `${index}.json`), JSON.stringify(written));
      const { schema, errors } = await loadSchema(folder, `${index}.json`);
      if (schema === undefined) throw new Error(`${JSON.stringify(written)}: ${errors[0]?.message ?? ''}`);
      cases.push({ written, schema, values: sample(value, { numRuns: valuesEach, seed: index }) });
    }
    const verdictOf = await verdictsOf(cases);
    const compared = cases.flatMap(({ written, values }, index) => {
      const validate = runtime(written);
      return values.map((data, at) => ({ written, data, expected: validate(data), ...verdictOf(index, at) }));
    });
    expect(compared.filter(({ reader, expected }) => expected !== undefined && reader !== expected)).toEqual([]);
    expect(compared.filter(({ reader, writer }) => writer && !reader)).toEqual([]);
    // Both answers are given often enough to mean something, and closing changes some.
    expect(compared.filter(({ reader }) => reader).length).toBeGreaterThan(compared.length / 10);
    expect(compared.filter(({ reader }) => !reader).length).toBeGreaterThan(compared.length / 10);
    expect(compared.filter(({ reader, writer }) => reader && !writer).length).toBeGreaterThan(10);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
