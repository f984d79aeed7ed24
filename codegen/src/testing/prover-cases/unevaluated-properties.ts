/** Cases of what no branch has looked at. */
import type { JsonObject, JsonValue } from '../../model/source.js';
import { breaking, compatible, condition, type ProverCase } from './prover-case.js';

const later = { dialect: '2020-12' } as const;
const closed = (parts: JsonObject): JsonObject => ({ type: 'object', ...parts, unevaluatedProperties: false });
const named = (...names: readonly string[]): JsonObject => ({
  properties: Object.fromEntries(names.map((name): readonly [string, JsonValue] => [name, true])),
});
const namedOnly = (...names: readonly string[]): JsonObject => ({ propertyNames: { enum: [...names] } });

const tagged = (name: string): JsonObject => ({ required: [name], ...named(name) });

export const unevaluatedProperties: readonly ProverCase[] = [
  compatible(
    'what any branch names may be written',
    [closed({ anyOf: [tagged('a'), tagged('b')] }), namedOnly('a', 'b')],
    later,
  ),
  breaking(
    'what both of two branches name may be written',
    [closed({ anyOf: [tagged('a'), tagged('b')] }), { not: { required: ['a', 'b'] } }, { a: 0, b: 0 }],
    later,
  ),
  breaking(
    'what only a branch that fails names is refused',
    [
      { type: 'object', properties: { a: { const: 1 } }, propertyNames: { enum: ['a', 'b'] } },
      closed({ ...named('a'), anyOf: [{ properties: { a: { const: 2 }, b: true }, required: ['a'] }, true] }),
      { b: 0 },
    ],
    later,
  ),
  breaking(
    'what the branch that holds names may be written',
    [closed({ oneOf: [tagged('a'), tagged('b')] }), { required: ['a'] }, { b: 0 }],
    later,
  ),
  breaking(
    'what a condition that holds names may be written',
    [closed({ ...named('a'), ...condition(tagged('a'), named('b'), true) }), namedOnly('a'), { a: 0, b: 0 }],
    later,
  ),
  compatible(
    'what all parts name may be written and nothing else',
    [closed({ allOf: [named('a')], $ref: '#/$defs/more', $defs: { more: named('b') } }), namedOnly('a', 'b')],
    later,
  ),
  breaking(
    'what a reference names may be written',
    [closed({ allOf: [named('a')], $ref: '#/$defs/more', $defs: { more: named('b') } }), namedOnly('a'), { b: 0 }],
    later,
  ),
  breaking(
    'what depends on a property may be written with it',
    [closed({ ...named('a'), dependentSchemas: { a: named('b') } }), namedOnly('a'), { a: 0, b: 0 }],
    later,
  ),
  breaking(
    'what depends on a property is refused without it',
    [
      { type: 'object', propertyNames: { enum: ['a', 'b'] } },
      closed({ ...named('a'), dependentSchemas: { a: named('b') } }),
      { b: 0 },
    ],
    later,
  ),
  breaking(
    'what only a condition names that failed is not looked at where then looks at something',
    [
      {
        type: 'object',
        maxProperties: 1,
        minProperties: 1,
        properties: { a: { const: 0 } },
        propertyNames: { const: 'a' },
      },
      { ...condition({ ...named('a'), required: ['b'] }, named('b'), true), unevaluatedProperties: false },
      { a: 0 },
    ],
    { ...later, isBeyond: true },
  ),
  breaking(
    'what a condition that holds names is forgotten by ajv where only else looks at something',
    [
      { type: 'object', required: ['a'], propertyNames: { const: 'a' } },
      { ...condition(tagged('a'), true, named('b')), unevaluatedProperties: false },
      { a: 0 },
    ],
    { ...later, isBeyond: true },
  ),
];
