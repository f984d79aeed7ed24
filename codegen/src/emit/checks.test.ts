import { equal, ucs2length, within } from './checks.js';

test('counts characters, not UTF-16 units', () => {
  expect(['', 'abc', '𝟙', 'a𝟙b', '\uD835', '\uDFD9\uD835'].map(ucs2length)).toEqual([0, 3, 1, 3, 1, 2]);
});

test('two JSON values are equal when they say the same', () => {
  expect(equal({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toBe(true);
  expect(equal({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
  expect(equal([1, 2], [2, 1])).toBe(false);
  expect(equal({ a: 1 }, { b: 1 })).toBe(false);
  expect(equal([], {})).toBe(false);
  expect(equal({ toString: 1 }, {})).toBe(false);
  expect(equal(null, {})).toBe(false);
});

test('errors of a part are told with their place in the whole', () => {
  const error = { instancePath: '/b', keyword: 'type', params: { type: 'string' }, message: 'must be string' };
  expect(within('/a/0', [error])).toEqual([{ ...error, instancePath: '/a/0/b' }]);
});
