/** Cases of schemas that are put together. */
import { breaking, compatible, condition, type ProverCase } from './prover-case.js';

const object = { type: 'object' };
const text = { type: 'string' };
const number = { type: 'number' };
const tagged = (tag: string, members: object) => ({
  ...object,
  required: ['type'],
  properties: { type: { const: tag }, ...members },
});

export const unions: readonly ProverCase[] = [
  breaking('what meets both of two exclusive branches is refused', [
    { type: 'number', minimum: 1 },
    { oneOf: [{ minimum: 0 }, { minimum: 1, maximum: 5 }] },
    1,
  ]),
  compatible('what meets both of two exclusive branches is not written', [
    { type: 'number', oneOf: [{ minimum: 0 }, { minimum: 1 }] },
    { exclusiveMaximum: 1 },
  ]),
  compatible('branches with different tags are never both met', [
    tagged('a', { value: text }),
    { oneOf: [tagged('a', { value: text }), tagged('b', { value: number })] },
  ]),
  breaking('a branch of its own may be what is written', [
    { oneOf: [tagged('a', {}), tagged('b', {})] },
    tagged('a', {}),
    { type: 'b' },
  ]),
  breaking('any branch may be what is written', [{ anyOf: [text, number] }, text, 0]),
  compatible('a reader may know more branches', [
    { anyOf: [text, number] },
    { anyOf: [{ type: 'null' }, number, text] },
  ]),
  breaking('what the last branch allows is written', [
    { anyOf: [{ const: 1 }, { const: 2 }, { const: 3 }] },
    { maximum: 2 },
    3,
  ]),
  breaking('all parts may be asked for by the reader', [text, { allOf: [text, { minLength: 1 }] }, '']),
  compatible('all parts are asked for by the writer', [{ allOf: [text, { minLength: 1 }] }, { not: { const: '' } }]),
  breaking('the first part may be the one that is not met', [
    { const: 1 },
    { allOf: [{ const: 2 }, { type: 'number' }] },
    1,
  ]),
  compatible('what is denied is not written', [{ type: ['string', 'number'], not: text }, number]),
  compatible('what holds under a condition is asked for', [
    {
      ...condition({ properties: { a: { const: 1 } } }, { required: ['b'] }, true),
      required: ['a'],
      properties: { a: { const: 1 } },
      ...object,
    },
    { required: ['b'] },
  ]),
  breaking('what holds under a condition is not asked for otherwise', [
    { ...object, ...condition({ required: ['a'] }, { required: ['b'] }, true) },
    { required: ['b'] },
    {},
  ]),
  breaking('what holds otherwise is not asked for under the condition', [
    condition(text, true, { const: 1 }),
    number,
    '',
  ]),
  breaking('each way of a condition is asked for', [
    { type: ['string', 'number'] },
    condition(text, { minLength: 1 }, { minimum: 0 }),
    -1,
  ]),
  compatible('a value given leaves nothing to choose', [
    { enum: [1, 'a'], anyOf: [text, { minimum: 2 }] },
    { const: 'a' },
  ]),
];
