/** Cases of lists. */
import { breaking, compatible, type ProverCase } from './prover-case.js';

const list = { type: 'array' };
const text = { type: 'string' };
const number = { type: 'number' };
const later = { dialect: '2020-12' } as const;

export const lists: readonly ProverCase[] = [
  breaking('items may be repeated', [{ ...list, items: { enum: [0, 1] }, minItems: 2 }, { uniqueItems: true }, [0, 0]]),
  compatible('of two values at most two are there without repetition', [
    { ...list, items: { enum: [0, 1] }, uniqueItems: true },
    { maxItems: 2 },
  ]),
  breaking('of three values three are there without repetition', [
    { ...list, items: { enum: [0, 1, 2] }, uniqueItems: true },
    { maxItems: 2 },
    [0, 1, 2],
  ]),
  breaking('a list may have as many items as is allowed', [{ ...list, maxItems: 3 }, { maxItems: 2 }, [0, 0, 0]]),
  breaking('a list may have as few items as is allowed', [{ ...list, minItems: 2 }, { minItems: 3 }, [0, 0]]),
  breaking('an item before the rest is no part of it', [
    { ...list, items: [text], additionalItems: number },
    { items: text },
    ['', 0],
  ]),
  compatible('the rest begins behind what is listed', [
    { ...list, items: [text, number] },
    { items: [text], additionalItems: true },
  ]),
  breaking('the first item of the rest is asked for like others', [
    { ...list, items: [text], minItems: 2, maxItems: 2 },
    { items: [text], additionalItems: text },
    ['', 0],
  ]),
  compatible('what is asked of the rest is not asked of what is listed', [
    { ...list, items: [number], additionalItems: text },
    { items: [true], additionalItems: text },
  ]),
  breaking('a place of its own is not the one beside it', [
    { ...list, items: [text, number] },
    { items: [text, text] },
    ['', 0],
  ]),
  breaking('none of the items may be the one that is asked for', [list, { contains: text }, []]),
  breaking(
    'one that is contained is not two',
    [{ ...list, contains: text }, { contains: text, minContains: 2 }, ['']],
    later,
  ),
  compatible(
    'two that are contained are one',
    [
      { ...list, contains: text, minContains: 2 },
      { contains: text, minItems: 2 },
    ],
    later,
  ),
  breaking(
    'at most two that are contained may be two',
    [{ ...list, contains: text, maxContains: 2 }, { contains: text, maxContains: 1 }, ['', '']],
    later,
  ),
  breaking(
    'none contained is allowed where zero are asked for',
    [{ ...list, contains: text, minContains: 0 }, { contains: text }, []],
    later,
  ),
  compatible(
    'where three are asked for and two are texts, one is none',
    [
      { ...list, minItems: 3, items: { type: ['string', 'number'] }, contains: text, maxContains: 2 },
      { contains: number },
    ],
    later,
  ),
  compatible('a list that contains two kinds has two items', [
    { ...list, allOf: [{ contains: text }, { contains: number }] },
    { minItems: 2 },
  ]),
  breaking('one item may be of two kinds', [
    { ...list, allOf: [{ contains: { minimum: 2 } }, { contains: { maximum: 3 } }] },
    { minItems: 2 },
    [2],
  ]),
  breaking(
    'what stands first is checked in 2020-12',
    [{ ...list, prefixItems: [true], items: text }, { items: text }, [0]],
    later,
  ),
  compatible('a part of which nothing is left makes the whole impossible', [
    { type: 'object', required: ['a'], properties: { a: { ...list, contains: text, maxItems: 0 } } },
    false,
  ]),
  breaking('a part may need an item', [
    { type: 'object', required: ['a'], properties: { a: { ...list, contains: text } } },
    false,
    { a: [''] },
  ]),
  breaking(
    'a list longer than what is looked for may break',
    [{ ...list, minItems: 1_300 }, { maxItems: 1_299 }, Array.from({ length: 1_300 }, () => 0)],
    { isBeyond: true },
  ),
  breaking('prefixItems mean nothing before 2020-12', [{ ...list, prefixItems: [text] }, { items: text }, [0]], {
    dialect: '2019-09',
  }),
  breaking(
    'items behind those that are listed are unevaluated',
    [list, { items: [true], unevaluatedItems: text }, [0, 0]],
    {
      dialect: '2019-09',
    },
  ),
  breaking('items that nothing looks at are unevaluated in contracts, too', [list, { unevaluatedItems: false }, [0]], {
    dialect: 'contract',
  }),
];
