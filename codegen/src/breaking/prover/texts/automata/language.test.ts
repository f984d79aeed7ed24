/**
 * Goal: an automaton says what the engine says, of each text.
 * Method: patterns as people write them and patterns by chance, against all short texts over characters that matter to them.
 */
import { assert, property } from 'fast-check';
import { languageOf } from './language.js';
import { randomPatterns } from './random-patterns.js';
import { allTexts, isAccepted } from './testing.js';

const exact: readonly string[] = [
  '',
  'a|b',
  '^a*$',
  'f.o',
  'f.*o',
  '^v',
  'aaa*',
  '[0-9]{2,}',
  '^á',
  String.raw`^\cC$`,
  '^(?=x$)x$',
  '^(?!x)y',
  '^x',
  'x$',
  '^foo.*$',
  '^.*bar$',
  String.raw`\p{Letter}cole`,
  String.raw`^\p{digit}+$`,
  '^🐲*$',
  '[^🐲]',
  String.raw`^\d+$`,
  String.raw`^\D$`,
  String.raw`^\w$`,
  String.raw`^\W$`,
  String.raw`^\s$`,
  String.raw`^\S+$`,
  '^[A-Z]{3}$',
  String.raw`^[A-Z]{2}-\d{4,6}$`,
  String.raw`^\p{L}+$`,
  String.raw`^\P{L}+$`,
  '^[^,]*$',
  '^.$',
  '^[^]$',
  '[]',
  String.raw`^[a-z0-9]+(?:-[a-z0-9]+)*$`,
  String.raw`^[^@\s]+@[^@\s]+\.[^@\s]+$`,
  String.raw`^(?=.*\d)(?=.*[a-z]).{2,3}$`,
  String.raw`^(?!.*--)[a-z-]+$`,
  String.raw`\bfoo\b`,
  String.raw`\Boo`,
  '(?<=f)o',
  '(?<!f)o$',
  '(?<=^f|a)o',
  '(?<=(?<=f)o)o',
  '(?=(?<=f)o)o',
  '(?!(?!o$)o)f',
  '(?:(?=o)o|f)*$',
  '^(?:(?!oo).)*$',
  '(?:^|,)a(?:,|$)',
  '^$|^a',
  'a^',
  '$a',
  '(?:a?)*b',
  '(?:(?=a))*b',
  '(?:a*)+$',
  'a{0}b',
  '^a{0,0}$',
  String.raw`^\u{1F432}\u0041\x41?$`,
  String.raw`\ud83d`,
  String.raw`^[\u{1F400}-\u{1F5FF}]`,
];

const characters = ['a', 'f', 'o', 'x', '1', 'A', '-', ',', '@', ' ', '\n', '\u0003', 'á', '🐲', '\ud83d', '\u2028'];

const texts = [
  ...allTexts(characters, 3),
  ...[
    'cole',
    'école',
    '1cole',
    'foobar',
    'foo bar',
    'bar',
    'AB-1234',
    'AB-123',
    'AB-1234567',
    'y',
    'xy',
    'b',
    'ab',
    'v',
  ],
  ...[
    'a-b',
    'a--b',
    'a@b.c',
    '@b.c',
    'a1',
    'a1b',
    'fffo',
    'ffoo',
    'a,a',
    'aab',
    'áb',
    '🐲A',
    '🐲AA',
    '٣',
    '²',
    '\u{1d7ce}',
  ],
  ...allTexts(['f', 'o', 'a'], 5),
];

test.each(exact)('%s is known exactly', (pattern) => {
  const { inner, outer } = languageOf(pattern);
  expect(inner).toBe(outer);
  expectEqual(pattern, texts);
});

test.each([
  String.raw`^(a|b)\1$`,
  String.raw`(?<=a(?=b))b`,
  String.raw`^(?!(a|f)\1).`,
  String.raw`(?<=\b)a`,
  String.raw`\k<n>(?<n>a)`,
])('%s is known from within and without', (pattern) => {
  const { inner, outer } = languageOf(pattern);
  expect(inner).not.toBe(outer);
  const expression = new RegExp(pattern, 'u');
  for (const text of texts) {
    if (isAccepted(inner, text) === true) expect([pattern, text, expression.test(text)]).toEqual([pattern, text, true]);
    if (expression.test(text)) expect([pattern, text, isAccepted(outer, text)]).toEqual([pattern, text, true]);
  }
});

test('a repetition too long to be counted is known from without', () => {
  const { inner, outer } = languageOf('(?:ab{9,99999}c)+');
  expect(isAccepted(outer, 'abbbbbbbbbc')).toBe(true);
  expect(isAccepted(inner, 'abc')).toBe(false);
});

test('every character is what the engine has it for', () => {
  for (const atom of [
    String.raw`\s`,
    String.raw`\S`,
    String.raw`\w`,
    '.',
    String.raw`\p{Lu}`,
    String.raw`\P{Script=Greek}`,
    '[^\\p{L}\\d-]',
  ]) {
    const { outer } = languageOf(`^${atom}$`);
    const expression = new RegExp(`^${atom}$`, 'u');
    const different: number[] = [];
    for (let code = 0; code <= 0x10ffff; code += 1) {
      const text = String.fromCodePoint(code);
      if (expression.test(text) !== isAccepted(outer, text)) different.push(code);
    }
    expect([atom, different]).toEqual([atom, []]);
  }
});

test('patterns by chance are known as the engine knows them', () => {
  const short = allTexts(['a', 'b', '-', '🐲'], 4);
  assert(
    property(randomPatterns(), (pattern) => {
      const { inner, outer } = languageOf(pattern);
      const expression = new RegExp(pattern, 'u');
      for (const text of short) {
        const is = expression.test(text);
        if (is ? isAccepted(outer, text) === false : isAccepted(inner, text) === true)
          throw new Error(`${pattern} of "${text}"`);
        if (inner === outer && isAccepted(outer, text) !== is) throw new Error(`${pattern} of "${text}"`);
      }
    }),
    { numRuns: runs },
  );
});

const runs = Number(process.env['PATTERN_RUNS'] ?? 300);

const expectEqual = (pattern: string, among: readonly string[]): void => {
  const { outer } = languageOf(pattern);
  const expression = new RegExp(pattern, 'u');
  expect(among.filter((text) => expression.test(text) !== isAccepted(outer, text))).toEqual([]);
};
