/** Cases of objects. */
import { breaking, compatible, type ProverCase } from './prover-case.js';

const object = { type: 'object' };
const text = { type: 'string' };
const number = { type: 'number' };

export const objects: readonly ProverCase[] = [
  breaking('a pattern asks for something of properties', [
    { ...object, patternProperties: { '^x': text } },
    { patternProperties: { '^x': { maxLength: 0 } } },
    { x: 'a' },
  ]),
  compatible('properties of a pattern are what it asks for', [
    { ...object, patternProperties: { '^x': text } },
    { properties: { xa: { type: ['string', 'null'] } } },
  ]),
  compatible('patterns are told from the rest', [
    { ...object, patternProperties: { '^x': text }, additionalProperties: false },
    { propertyNames: { pattern: '^x' } },
  ]),
  compatible('a declared property is not an additional one', [
    { ...object, properties: { a: number }, additionalProperties: text },
    { properties: { b: text } },
  ]),
  breaking('a declared property may be there where others may not', [
    { ...object, properties: { a: number }, additionalProperties: false },
    { maxProperties: 0 },
    { a: 0 },
  ]),
  breaking('a property of a pattern may be there where others may not', [
    { ...object, patternProperties: { '^x': number }, additionalProperties: false },
    { maxProperties: 0 },
    { x: 0 },
  ]),
  breaking('a property more may be written where nothing forbids it', [
    { ...object, properties: { a: text } },
    { properties: { a: text }, additionalProperties: false },
    { b: 0 },
  ]),
  breaking('a property may be missing', [{ ...object, properties: { a: text } }, { required: ['a'] }, {}]),
  compatible('a required property is there', [
    { ...object, required: ['a'], additionalProperties: false, properties: { a: text } },
    { minProperties: 1, properties: { a: text } },
  ]),
  compatible('nothing is valid if a required property has no value', [
    { ...object, required: ['a'], properties: { a: false } },
    false,
  ]),
  breaking('a property may be there', [
    { ...object, properties: { a: text } },
    { not: { required: ['a'] } },
    { a: '' },
  ]),
  compatible('names are as they are asked for', [
    { ...object, propertyNames: { maxLength: 2 } },
    { properties: { abc: false } },
  ]),
  breaking('names are not all as they are asked for', [object, { propertyNames: { maxLength: 2 } }, { abc: 0 }]),
  breaking('no name may be left', [{ ...object, minProperties: 1 }, { propertyNames: false }, { a: 0 }]),
  compatible('two names make two properties at most', [
    { ...object, propertyNames: { enum: ['a', 'b'] } },
    { maxProperties: 2 },
  ]),
  compatible('enough properties have no other name left', [
    { ...object, minProperties: 2, propertyNames: { enum: ['a', 'b'] } },
    { required: ['a', 'b'] },
  ]),
  breaking('an object may have as few properties as is allowed', [
    { ...object, minProperties: 1 },
    { minProperties: 2 },
    { a: 0 },
  ]),
  breaking('an object may have as many properties as is allowed', [
    { ...object, maxProperties: 2 },
    { maxProperties: 1 },
    { a: 0, b: 0 },
  ]),
  compatible('a property asks for another one', [
    { ...object, dependencies: { a: ['b'] }, required: ['a'] },
    { required: ['b'] },
  ]),
  breaking('a property asks for nothing without being there', [
    { ...object, dependencies: { a: ['b'] } },
    { required: ['b'] },
    {},
  ]),
  breaking('a property may be there without another one', [object, { dependencies: { a: ['b'] } }, { a: 0 }]),
  breaking(
    'a property may be there without what depends on it',
    [object, { dependentRequired: { a: ['b'] } }, { a: 0 }],
    { dialect: '2020-12' },
  ),
  breaking('a schema that depends on a property asks for more', [
    object,
    { dependencies: { a: { properties: { b: text } } } },
    { a: 0, b: 0 },
  ]),
  breaking('an object may be one that is not excluded', [
    { ...object, properties: { a: { enum: [1, 2] } }, required: ['a'], additionalProperties: false },
    { const: { a: 1 } },
    { a: 2 },
  ]),
  breaking('two properties that are no numbers are needed where one is', [
    { ...object, properties: { a: text, b: text }, maxProperties: 1 },
    { additionalProperties: number },
    { a: '' },
  ]),
];
