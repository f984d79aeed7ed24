import type { JsonValue } from '../../model/source.js';
import { judgeOf } from '../judge/index.js';
import type { ComparableSchema, Witness } from '../verdict.js';
import { refute } from './index.js';

const schema = (json: JsonValue): ComparableSchema => ({ schema: json, dialect: '2020-12', others: new Map() });

const witness = (written: JsonValue, read: JsonValue): Witness | undefined => {
  const [writer, reader] = [schema(written), schema(read)];
  return refute(writer, reader, judgeOf(writer, reader));
};

test.each<[string, JsonValue, JsonValue, JsonValue]>([
  ['a bound that moved by one', { type: 'integer', maximum: 1_000 }, { type: 'integer', maximum: 999 }, 1_000],
  ['a step', { multipleOf: 5, minimum: 100 }, { multipleOf: 10 }, 105],
  ['a length', { type: 'string', maxLength: 40 }, { maxLength: 39 }, 'a'.repeat(40)],
  ['a value of an enum', { enum: ['one', 'two', 'three'] }, { enum: ['one', 'two'] }, 'three'],
  ['a format', { type: 'string', format: 'uuid' }, { format: 'date' }, '123e4567-e89b-42d3-a456-426614174000'],
  ['a required property', { type: 'object', properties: { a: {} } }, { required: ['a'] }, {}],
  ['a property deep inside', deep({ type: 'string' }), deep({ type: 'string', minLength: 1 }), deepValue('')],
  ['a number of items', { items: { const: 0 }, type: 'array', maxItems: 7 }, { maxItems: 6 }, [0, 0, 0, 0, 0, 0, 0]],
  ['repeated items', { items: { enum: [1, 2] } }, { uniqueItems: true }, [1, 1]],
  [
    'the name of a property',
    { type: 'object', additionalProperties: { const: 0 } },
    { propertyNames: { maxLength: 20 } },
    { ['a'.repeat(21)]: 0 },
  ],
  [
    'two things at once',
    { type: 'object', properties: { a: { enum: [1, 2, 3] }, b: { enum: [1, 2, 3] } } },
    { not: { properties: { a: { const: 2 }, b: { const: 3 } }, required: ['a', 'b'] } },
    { a: 2, b: 3 },
  ],
  [
    'a variant',
    { oneOf: [{ required: ['a'], properties: { kind: { const: 'x' } } }, { properties: { kind: { const: 'y' } } }] },
    { properties: { kind: { const: 'x' } } },
    { kind: 'y' },
  ],
  ['what a reference leads to', { $ref: '#/$defs/A', $defs: { A: { enum: ['q', 'r'] } } }, { enum: ['q'] }, 'r'],
])('finds and shrinks what refutes %s', (_, written, read, expected) => {
  expect(witness(written, read)?.value).toEqual(expected);
});

function deep(inner: JsonValue): JsonValue {
  return {
    type: 'object',
    required: ['a'],
    properties: {
      a: { type: 'array', minItems: 1, items: { type: 'object', required: ['b'], properties: { b: inner } } },
    },
  };
}

function deepValue(inner: JsonValue): JsonValue {
  return { a: [{ b: inner }] };
}

test('finds the same each time', () => {
  const written = { type: 'object', properties: { a: { type: 'number' }, b: { type: 'string' } } };
  const read = { not: { required: ['a', 'b'] } };
  expect(witness(written, read)).toEqual(witness(written, read));
});

test('finds nothing where there is nothing', () => {
  expect(witness({ type: 'integer', minimum: 1 }, { type: 'number', exclusiveMinimum: 0 })).toBeUndefined();
});
