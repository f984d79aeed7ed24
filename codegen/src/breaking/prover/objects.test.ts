import { compareSchemas } from '../compare-schemas.js';
import type { ComparableSchema } from '../verdict.js';
import type { JsonObject } from '../../model/source.js';

const schema = (json: JsonObject): ComparableSchema => ({ schema: json, dialect: 'draft-07', others: new Map() });

test('objects of many properties, one of which has no value, are given up at once', () => {
  const names = Array.from({ length: 40 }, (_, index) => `p${index}`);
  const strings = Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
  const never = { $ref: '#/definitions/never' };
  const writer = {
    type: 'object',
    required: [...names, 'last'],
    properties: { ...strings, last: never },
    // Nothing finite is valid of it.
    definitions: { never: { type: 'object', required: ['next'], properties: { next: never } } },
  };
  expect(compareSchemas(schema(writer), schema({ maxProperties: 3 }))).toEqual({
    kind: 'compatible',
    proof: 'exhausted',
  });
});
