import type { JsonValue } from '../../model/source.js';
import type { ComparableSchema, Dialect } from '../verdict.js';
import { JudgeError, judgeOf } from './index.js';

const schema = (json: JsonValue, dialect: Dialect = 'draft-07', others: Readonly<Record<string, JsonValue>> = {}) =>
  ({ schema: json, dialect, others: new Map(Object.entries(others)) }) satisfies ComparableSchema;

const accepts = (one: ComparableSchema, value: JsonValue): boolean => judgeOf(one, one).accepts('writer', value);

test('a value is a witness if the writer accepts and the reader refuses it, and then says why', () => {
  const judge = judgeOf(schema({ type: ['string', 'null'] }), schema({ properties: {}, type: 'string' }));
  expect(judge.confirm(null)).toEqual({
    value: null,
    violation: { instancePath: '', keyword: 'type', message: 'must be string' },
  });
  expect(judge.confirm('a')).toBeUndefined();
  expect(judge.confirm(1)).toBeUndefined();
});

test('of a union, a witness says that no variant fits', () => {
  const judge = judgeOf(schema(true), schema({ properties: { a: { anyOf: [{ type: 'null' }, { const: 1 }] } } }));
  expect(judge.confirm({ a: 2 })?.violation).toEqual({
    instancePath: '/a',
    keyword: 'anyOf',
    message: 'must match a schema in anyOf',
  });
});

test('of a condition, a witness says what the branch wants', () => {
  const judge = judgeOf(schema(true), schema({ if: { type: 'string' }, else: { required: ['a'] } }));
  expect(judge.confirm({})?.violation.keyword).toBe('required');
});

test('what a witness shows can be sent: it is the value as JSON carries it', () => {
  const judge = judgeOf(schema(true), schema({ type: 'string' }));
  expect(Object.is(judge.confirm(-0)?.value, 0)).toBe(true);
  expect(judge.confirm(Number.NaN)?.value).toBeNull();
});

test.each<[string, ComparableSchema, JsonValue, boolean]>([
  ['formats that validators check', schema({ format: 'date' }), '2026-02-30', false],
  ['no formats that only describe', schema({ format: 'idn-email' }), 'a', true],
  ['formats of numbers', schema({ format: 'int32' }), 2 ** 31, false],
  ['items of newer drafts', schema({ prefixItems: [{ type: 'string' }] }, '2020-12'), [1], false],
  ['no keywords of newer drafts in draft 7', schema({ prefixItems: [{ type: 'string' }] }), [1], true],
  ['what contracts are closed with', schema({ unevaluatedProperties: false }, 'contract'), { a: 1 }, false],
  ['schemas beside the compared one', schema({ $ref: 'b#/a' }, 'contract', { b: { a: { type: 'string' } } }), 1, false],
  ['the schema of schemas', schema({ $ref: 'http://json-schema.org/draft-07/schema#' }), { type: 1 }, false],
  ['that of draft 6', schema({ $ref: 'http://json-schema.org/draft-06/schema#' }), { type: 1 }, false],
  [
    'that of 2019-09',
    schema({ $ref: 'https://json-schema.org/draft/2019-09/schema' }, '2019-09'),
    { minLength: -1 },
    false,
  ],
  ['members called like what objects inherit', schema({ const: { toString: 1 } }), { toString: 1 }, true],
  ['lists with such members', schema({ uniqueItems: true }), [{ toString: 1 }, { toString: 1 }], false],
  ['no names that objects inherit', schema({ required: ['constructor'] }), {}, false],
  ['"id" as a word like any other', schema({ id: 'a', type: 'string' }), 'a', true],
])('the judge heeds %s', (_, one, value, expected) => {
  expect(accepts(one, value)).toBe(expected);
});

test.each<[string, JsonValue, RegExp, boolean]>([
  [
    'a pattern that is none',
    { pattern: '[' },
    /^ajv cannot compile the schema: Invalid regular expression.*\.$/,
    false,
  ],
  ['a reference that leads nowhere', { $ref: '#/nowhere' }, /can't resolve reference #\/nowhere/, false],
  ['an unknown type', { type: 'text' }, /type must be JSONType/, false],
  ['no schema at all', null, /^A schema is an object or a boolean, not null\.$/, false],
  ['a schema that refers to itself in place', { $ref: '#' }, /^ajv gives up on a value: it never ends\.$/, true],
])('%s is an error in one sentence', (_, json, message, isAboutValue) => {
  let error: unknown;
  try {
    accepts(schema(json), 1);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(JudgeError);
  expect(error).toMatchObject({ message: expect.stringMatching(message), isAboutValue });
});
