/** Cases of numbers, texts and single values. */
import { breaking, compatible, type ProverCase } from './prover-case.js';

const text = { type: 'string' };
const integer = { type: 'integer' };

export const numbersAndTexts: readonly ProverCase[] = [
  breaking('an inclusive upper limit is wider than an exclusive one', [{ maximum: 3 }, { exclusiveMaximum: 3 }, 3]),
  breaking('an inclusive lower limit is wider than an exclusive one', [{ minimum: 3 }, { exclusiveMinimum: 3 }, 3]),
  compatible('an exclusive limit is narrower than an inclusive one', [
    { exclusiveMaximum: 3, exclusiveMinimum: 1 },
    { maximum: 3, minimum: 1 },
  ]),
  compatible('integers above 1 are integers from 2 on', [
    { ...integer, exclusiveMinimum: 1, maximum: 9 },
    { minimum: 2 },
  ]),
  breaking('a limit is for one side', [{ minimum: 3, maximum: 4 }, { maximum: 3 }, 4]),
  breaking('multiples of 2 are not all multiples of 4', [{ ...integer, multipleOf: 2 }, { multipleOf: 4 }, 2]),
  compatible('multiples of 4 are multiples of 2', [{ ...integer, multipleOf: 4 }, { multipleOf: 2 }]),
  compatible('multiples of 2 and of 3 are multiples of 6', [
    { ...integer, allOf: [{ multipleOf: 2 }, { multipleOf: 3 }] },
    { multipleOf: 6 },
  ]),
  breaking('not all numbers are integers', [{ type: 'number', minimum: 0, maximum: 1 }, integer, 0.5]),
  breaking('an integer of 32 bits may be one of 2^31 - 1', [
    { ...integer, format: 'int32' },
    { maximum: 2 ** 31 - 2 },
    2 ** 31 - 1,
  ]),
  breaking('a text may be as long as is allowed', [{ ...text, maxLength: 4 }, { maxLength: 3 }, 'aaaa']),
  breaking('a text may be as short as is allowed', [{ ...text, minLength: 3 }, { minLength: 4 }, 'aaa']),
  compatible('what is at most 3 long is at most 4 long', [{ ...text, maxLength: 3 }, { maxLength: 4 }]),
  compatible('what is not at most 3 long is at least 4 long', [{ ...text, not: { maxLength: 3 } }, { minLength: 4 }]),
  breaking('what is not at least 3 long may be 2 long', [{ ...text, not: { minLength: 3 } }, { maxLength: 1 }, 'aa']),
  breaking('lengths are counted in characters, not in their halves', [
    { ...text, pattern: '^\u{1f600}+$', maxLength: 2 },
    { maxLength: 1 },
    '\u{1f600}\u{1f600}',
  ]),
  breaking('a pattern may match anywhere', [{ ...text, pattern: 'b' }, { pattern: '^b' }, 'ab']),
  compatible('what begins with ab has a b', [{ ...text, pattern: '^ab' }, { pattern: 'b' }]),
  compatible('what is not of a pattern is none of its texts', [
    { ...text, not: { pattern: '^a' }, minLength: 1 },
    { pattern: '^[^a]' },
  ]),
  breaking('a text may be none of a format', [
    { ...text, minLength: 10, maxLength: 10 },
    { format: 'date' },
    'aaaaaaaaaa',
  ]),
  breaking('a text of a pattern may be none of a format', [
    { ...text, pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
    { format: 'date' },
    '2000-00-00',
  ]),
  compatible('a date is written in ten characters', [
    { ...text, format: 'date' },
    { pattern: '^\\d{4}-[01]\\d-[0-3]\\d$' },
  ]),
  compatible('no date is longer than ten characters', [
    { ...text, format: 'date' },
    { minLength: 10, maxLength: 10 },
  ]),
  breaking('a format asks for more than its pattern', [
    { ...text, format: 'ipv4' },
    { maxLength: 14 },
    '100.100.100.100',
  ]),
  breaking('what is looked ahead for is asked for', [{ ...text, pattern: '^(?!a)[ab]$' }, { const: 'a' }, 'b']),
  compatible('what is looked ahead for is not forgotten', [{ ...text, pattern: '^(?!a)[ab]$' }, { const: 'b' }]),
  breaking('a value is more than what is left when others are excluded', [
    { enum: ['a', 'b', 'c'] },
    { enum: ['a', 'b'] },
    'c',
  ]),
  compatible('values are fewer when one is excluded', [{ enum: ['a', 'b'], not: { const: 'a' } }, { const: 'b' }]),
  compatible('what is excluded is not written', [
    { type: 'number', minimum: 1, maximum: 2, multipleOf: 1, not: { enum: [1] } },
    { const: 2 },
  ]),
  compatible('of texts up to one character some may be excluded', [
    { ...text, pattern: '^[ab]$', not: { enum: ['a'] } },
    { enum: ['b'] },
  ]),
  compatible('the order of members makes no other value', [{ const: { a: 1, b: 2 } }, { enum: [{ b: 2, a: 1 }, 0] }]),
  breaking('a value of another type is excluded by no text', [{ not: { const: 'a' } }, text, null]),
  compatible('what is not a text is one of the other types', [
    { not: text },
    { type: ['number', 'boolean', 'null', 'array', 'object'] },
  ]),
  breaking('a type more is wider', [{ type: ['string', 'null'] }, text, null]),
  breaking('a value excluded leaves its type', [{ not: { enum: [true] } }, { not: { type: 'boolean' } }, false]),
];
