import { isQuick } from './backtracking.js';

test.each<[string, string]>([
  ['^(a+)+$', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab'],
  ['^(a|a)*$', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab'],
  [String.raw`^\w+([.-]?\w+)*@\w+$`, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
  [String.raw`(?=(\d+)*x)`, '00000000000000000000000000000000000000000000'],
  [String.raw`(\w*)*$`, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-'.repeat(2)],
])('%s is not asked of %s', (pattern, text) => {
  expect(isQuick(pattern, text)).toBe(pattern.startsWith('(\\w'));
});

test.each<[string, string]>([
  ['^(a+)+$', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
  ['^(a+)+$', 'aaaab'],
  ['^[a-z0-9]+(?:-[a-z0-9]+)*$', `${'a'.repeat(500)}-`],
  [String.raw`(\w*)*`, 'a'.repeat(1_000)],
  ['(?:(?=a)|b)*c', 'ab'.repeat(500)],
  ['^(?:(?!ab).)*$', 'b'.repeat(5_000)],
  [String.raw`^(\d{3},)*\d{3}$`, '123,'.repeat(500)],
  [String.raw`(?<!a)(b+)+$`, 'c'.repeat(100)],
])('%s is asked of a text that it is quick with', (pattern, text) => {
  expect(isQuick(pattern, text)).toBe(true);
});
