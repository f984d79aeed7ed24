import { isNestedTooDeep } from './nesting.js';

const nested = (levels: number): unknown => {
  let value: unknown = 1;
  for (let n = 0; n < levels; n++) value = n % 2 === 0 ? { value } : [value];
  return value;
};

test.each([
  [0, false],
  [32, false],
  [33, true],
  [100_000, true],
])('%d levels', (levels, isTooDeep) => {
  expect(isNestedTooDeep(nested(levels))).toBe(isTooDeep);
});

test('a wide body is not a deep one', () => {
  expect(isNestedTooDeep(Array.from({ length: 10_000 }, () => ({ a: [1, null, 'x'] })))).toBe(false);
});
