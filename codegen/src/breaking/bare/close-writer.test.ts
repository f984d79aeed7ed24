/**
 * Goal: a bare schema is closed exactly as a contract is. Method: random schemas, read as contracts are and compiled as
 * validators are, against the same text closed as JSON; ajv must judge every value the same.
 */
import { sample } from 'fast-check';
import type { JsonObject, JsonValue } from '../../model/source.js';
import { schemasOf } from '../../testing/compared-schemas.js';
import { randomSchema, randomValue } from '../../testing/random-schemas.js';
import { comparable as comparableOf, type Side } from '../comparable.js';
import { judgeOf } from '../judge/index.js';
import type { ComparableSchema } from '../verdict.js';
import { comparable } from './index.js';

const verdicts = (one: ComparableSchema, values: readonly JsonValue[]): readonly boolean[] => {
  const judge = judgeOf(one, one);
  return values.map((value) => judge.accepts('writer', value));
};

const bare = (schema: JsonValue, side: Side, draft?: string): ComparableSchema =>
  comparable(schema, { side, policy: 'event', draft });

test('writers and readers of bare schemas judge as those of contracts', async () => {
  const written = sample(randomSchema, { numRuns: 400, seed: 5 });
  const schemas = await schemasOf(written);
  const differences = [];
  let refused = 0;
  for (const [index, schema] of schemas.entries()) {
    const json = written[index] ?? {};
    if (schema === undefined) throw new Error(`${JSON.stringify(json)} is no schema.`);
    const values = sample(randomValue, { numRuns: 40, seed: index });
    for (const side of ['writer', 'reader'] as const) {
      const expected = verdicts(comparableOf(schema, side, 'event'), values);
      const found = verdicts(bare(json, side), values);
      const at = found.findIndex((verdict, value) => verdict !== expected[value]);
      if (at >= 0) differences.push({ side, json: JSON.stringify(json), value: values[at], expected: expected[at] });
      refused += expected.filter((verdict) => !verdict).length;
    }
  }
  expect(differences.slice(0, 3)).toEqual([]);
  expect(refused).toBeGreaterThan(1_000);
}, 60_000);

describe('in newer drafts and behind ids', () => {
  const accepts = (schema: JsonObject, side: Side, value: JsonValue): boolean => {
    const [verdict] = verdicts(bare(schema, side), [value]);
    return verdict ?? false;
  };

  test.each<[string, JsonObject, JsonValue]>([
    ['declared in $defs', { $ref: '#/$defs/A', $defs: { A: { properties: { a: {} } } } }, { a: 1 }],
    [
      'declared beside a reference and behind it',
      { $ref: '#/$defs/A', properties: { b: {} }, $defs: { A: { properties: { a: {} } } } },
      { a: 1, b: 1 },
    ],
    [
      'declared by a dependent schema',
      { properties: { a: {} }, dependentSchemas: { a: { properties: { b: {} } } } },
      { a: 1, b: 1 },
    ],
    [
      'declared at every level of a circle',
      { $defs: { A: { properties: { next: { $ref: '#/$defs/A' } } } }, $ref: '#/$defs/A' },
      { next: { next: {} } },
    ],
    ['behind an anchor', { $ref: '#one', $defs: { A: { $anchor: 'one', properties: { a: {} } } } }, { a: 1 }],
    ['in a list with a prefix', { prefixItems: [{ properties: { a: {} } }], items: false }, [{ a: 1 }]],
  ])('a writer accepts what is %s, and nothing else', (_, schema, value) => {
    expect(accepts(schema, 'writer', value)).toBe(true);
    expect(accepts(schema, 'writer', withExtra(value))).toBe(false);
    expect(accepts(schema, 'reader', withExtra(value))).toBe(true);
  });

  test('a reader accepts other values of an extensible enum, a writer does not', () => {
    const schema = {
      $defs: { A: { enum: ['a'], 'x-extensible-enum': true } },
      properties: { a: { $ref: '#/$defs/A' } },
    };
    expect(accepts(schema, 'writer', { a: 'b' })).toBe(false);
    expect(accepts(schema, 'reader', { a: 'b' })).toBe(true);
    expect(accepts(schema, 'reader', { a: 1 })).toBe(false);
  });

  test('references are relative to the ids around them', () => {
    const schema: JsonObject = {
      $id: 'https://example.com/a',
      properties: { a: { $ref: 'b' }, c: { $ref: 'https://example.com/b#/$defs/D' } },
      $defs: { B: { $id: 'b', properties: { d: { $ref: '#/$defs/D' } }, $defs: { D: { type: 'string' } } } },
    };
    expect(accepts(schema, 'writer', { a: { d: 'x' }, c: 'x' })).toBe(true);
    expect(accepts(schema, 'writer', { a: { d: 1 } })).toBe(false);
    expect(accepts(schema, 'writer', { a: { e: 1 } })).toBe(false);
    expect(accepts(schema, 'writer', { c: 1 })).toBe(false);
  });
});

/** The deepest object gets a property that nobody declares. */
const withExtra = (value: JsonValue): JsonValue => {
  if (Array.isArray(value)) return value.map(withExtra);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, below]) => [name, withExtra(below)] as const);
  const isDeepest = Object.values(value).every((below) => typeof below !== 'object');
  return Object.fromEntries(isDeepest ? [...entries, ['undeclared', 1]] : entries);
};
