import type { JsonObject, JsonValue } from '../../model/source.js';
import { compareSchemas } from '../compare-schemas.js';
import type { ComparableSchema } from '../verdict.js';

const schema = (json: JsonValue): ComparableSchema => ({ schema: json, dialect: 'contract', others: new Map() });

/** Only what is no object of the names given may be written. */
const closed = (parts: Readonly<Record<string, JsonValue>>): ComparableSchema =>
  schema({ type: 'object', ...parts, unevaluatedProperties: false });

const condition = (properties: JsonValue): JsonObject => ({ if: { properties }, else: { required: ['a'] } });

test('a property that only a failed condition names is written, as ajv has it', () => {
  const verdict = compareSchemas(
    closed(condition({ a: { type: 'string' } })),
    schema({ properties: { a: { type: 'string' } } }),
  );
  expect(verdict).toMatchObject({ kind: 'breaking', witness: { value: { a: 0 } } });
});

test('a condition without consequences names nothing', () => {
  const writer = closed({ if: { properties: { a: {} } } });
  expect(compareSchemas(writer, schema({ maxProperties: 0 }))).toEqual({ kind: 'compatible', proof: 'exhausted' });
});

test('a condition on declared properties is proved', () => {
  const writer = closed({ properties: { a: {}, b: {} }, allOf: [condition({ a: { const: 'x' } })] });
  expect(compareSchemas(writer, schema({ propertyNames: { enum: ['a', 'b'] } }))).toEqual({
    kind: 'compatible',
    proof: 'exhausted',
  });
});
