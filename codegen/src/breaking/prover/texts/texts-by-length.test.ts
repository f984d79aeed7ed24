import { codePointsIn } from './characters.js';
import { textsOf } from './index.js';
import type { TextProblem } from './text-problem.js';

const anyText: TextProblem = {
  lengthMin: 0,
  lengthMax: Infinity,
  patterns: [],
  notPatterns: [],
  formats: [],
  notFormats: [],
  excluded: new Set(),
};

test('the simplest texts come first', () => {
  expect(textsOf(anyText, 4)).toEqual({ found: ['', 'a', 'b', 'c'], isComplete: false, reason: undefined });
  expect(textsOf({ ...anyText, lengthMin: 3 }, 2).found).toEqual(['aaa', 'baa']);
});

test('only the empty text has no character', () => {
  expect(textsOf({ ...anyText, lengthMax: 0 }, 3)).toEqual({ found: [''], isComplete: true, reason: undefined });
  expect(textsOf({ ...anyText, lengthMax: 0, excluded: new Set(['']) }, 3)).toEqual({
    found: [],
    isComplete: true,
    reason: undefined,
  });
});

test('there is no text between lengths that cross', () => {
  expect(textsOf({ ...anyText, lengthMin: 3, lengthMax: 2 }, 3)).toEqual({
    found: [],
    isComplete: true,
    reason: undefined,
  });
});

test('there are more texts of one character than anybody excludes', () => {
  const excluded = new Set(Array.from({ length: 500 }, (_, code) => String.fromCodePoint(code)));
  const { found } = textsOf({ ...anyText, lengthMin: 1, lengthMax: 1, excluded }, 50);
  expect(found).toHaveLength(50);
  expect(found.every((text) => codePointsIn(text) === 1 && !excluded.has(text))).toBe(true);
  expect(new Set(found).size).toBe(50);
});

test('a text that would not fit into memory is not made', () => {
  expect(textsOf({ ...anyText, lengthMin: 2 ** 40 }, 1)).toEqual({
    found: [],
    isComplete: false,
    reason: 'No text of 1099511627776 characters is made; 1000000 are the most.',
  });
});
