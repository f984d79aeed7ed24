/** Cases of schemas that refer to themselves. Values are finite: what only an endless one would meet is never written. */
import type { JsonObject, JsonValue } from '../../model/source.js';
import { breaking, compatible, type ProverCase } from './prover-case.js';

const object = { type: 'object' };
const to = (name: string): JsonObject => ({ $ref: `#/definitions/${name}` });

/** An object that must have one property. */
const has = (name: string, value: JsonValue): JsonObject => ({
  ...object,
  required: [name],
  properties: { [name]: value },
});

const listOf = (value: JsonValue, next: JsonObject): JsonObject => ({
  ...object,
  properties: { value, next },
  required: ['value'],
});

const linked = (value: JsonValue) => ({ ...to('list'), definitions: { list: listOf(value, to('list')) } });

export const recursion: readonly ProverCase[] = [
  compatible('a list is one, wherever its definition stands', [
    linked({ type: 'string' }),
    { ...listOf({ type: 'string' }, { $ref: '#' }) },
  ]),
  breaking('two lists of different values are different', [
    linked({ type: 'string' }),
    linked({ type: 'number' }),
    { value: '' },
  ]),
  breaking('lists may differ further down', [
    { definitions: { a: listOf({}, to('b')), b: listOf({}, to('a')) }, ...to('a') },
    { definitions: { a: listOf({}, to('b')), b: listOf({ type: 'string' }, to('a')) }, ...to('a') },
    { value: 0, next: { value: 0 } },
  ]),
  breaking('trees may differ in what stands where nothing else does', [
    { ...object, additionalProperties: { $ref: '#' } },
    { ...object, properties: { a: { maxProperties: 0 } }, additionalProperties: { $ref: '#' } },
    { a: { a: {} } },
  ]),
  breaking('trees may be deeper than those that are listed', [
    { ...object, properties: { a: { $ref: '#' } }, additionalProperties: false },
    { enum: [{}, { a: {} }] },
    { a: { a: {} } },
  ]),
  compatible('what needs itself has no value', [has('a', { $ref: '#' }), false]),
  compatible('what needs each other has no value', [
    { ...to('a'), definitions: { a: has('x', to('b')), b: has('y', to('a')) } },
    false,
  ]),
  breaking('what needs itself or ends has a value', [
    { anyOf: [has('a', { $ref: '#' }), has('b', { type: 'null' })] },
    { required: ['b'] },
    { a: { b: null } },
  ]),
  breaking('what was not found while something was assumed is looked for again', [
    {
      ...has('first', to('a')),
      allOf: [has('second', to('b'))],
      definitions: {
        a: { anyOf: [has('x', to('b')), has('end', true)] },
        b: has('y', to('a')),
      },
    },
    false,
    { first: { end: 0 }, second: { y: { end: 0 } } },
  ]),
  breaking('what rests on an assumption of what rests on another falls with that', [
    {
      ...object,
      required: ['z', 'w'],
      properties: { z: to('whole'), w: to('late') },
      definitions: {
        whole: { anyOf: [has('p', to('early')), has('q', to('late')), has('end', true)] },
        early: { anyOf: [has('r', to('inner')), has('s', to('whole'))] },
        inner: has('t', to('early')),
        late: has('u', to('inner')),
      },
    },
    false,
    { z: { end: 0 }, w: { u: { t: { s: { end: 0 } } } } },
  ]),
];
