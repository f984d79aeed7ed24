/**
 * Goal: an automaton says what the engine says, of each text.
 * Method: patterns as people write them and patterns by chance, against all short texts over characters that matter to them.
 */
import { assert, property } from 'fast-check';
import { languageOf } from './language.js';
import { randomPatterns } from '../../../../testing/random-patterns.js';
import { allTexts, errorOf, isAccepted } from '../../../../testing/walked-automata.js';

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
  String.raw`^\ud83d\udc32$`,
  String.raw`^[\u{1F400}-\u{1F5FF}]`,
];

const characters = ['a', 'f', 'o', 'x', '1', 'A', '-', ',', '@', ' ', '\n', '\u0003', 'á', '🐲', '\ud83d', '\u2028'];

const words = String.raw`cole école 1cole foobar bar AB-1234 AB-123 AB-1234567 y xy b ab v a-b a--b a@b.c @b.c a1 a1b fffo
 ffoo a,a aab áb 🐲A 🐲AA ٣ ² 𝟎`;

const texts = [allTexts(characters, 3), words.split(/\s+/), allTexts(['f', 'o', 'a'], 5)].flat();

test.each(exact)('%s is known exactly', (pattern) => {
  const { inner, outer } = languageOf(pattern);
  expect(inner).toBe(outer);
  expect(errorsOf(pattern, texts)).toEqual([]);
});

test.each([
  String.raw`^(a|b)\1$`,
  String.raw`(?<=a(?=b))b`,
  String.raw`^(?!(a|f)\1).`,
  String.raw`(?<=\b)a`,
  String.raw`\k<n>(?<n>a)`,
  String.raw`(^a|f)\1$`,
  String.raw`^(a(?!a)|f)x?\1$`,
  String.raw`\B`,
  '(?!a)',
])('%s is known from within and without', (pattern) => {
  const { inner, outer } = languageOf(pattern);
  expect(inner).not.toBe(outer);
  expect(errorsOf(pattern, texts)).toEqual([]);
});

test.each([
  '^[a-c]{1,60}$',
  '^[a-c]{41,}$',
  '^a-(?:[ab]c){30,50}b{2}$',
  '^(?:ab|-c){41,42}$',
  '^(?=a)[a-c]{3,60}$',
  '^.{0,41}🐲$',
])('%s is known by length', (pattern) => {
  const language = languageOf(pattern);
  expect([language.lengthMin > 0, language.lengthMax < Infinity]).toContain(true);
  const long = ['a', 'ab', 'b', '🐲', 'ac', '-c'].flatMap((part) =>
    Array.from({ length: 130 }, (_, count) => part.repeat(count)).flatMap((text) => [text, `a-${text}bb`, `${text}🐲`]),
  );
  expect(errorsOf(pattern, [...long, ...texts])).toEqual([]);
});

test('two repetitions are not known by the length of both', () => {
  const long = ['a', 'b'].flatMap((part) => [48, 49, 50, 51, 99, 100, 101].map((count) => part.repeat(count)));
  expect(errorsOf('^a{0,50}b{0,50}$', [...long, ...long.flatMap((one) => [`${one}b`, `a${one}`])])).toEqual([]);
});

test('a repetition too long to be counted is known from without', () => {
  const { inner, outer } = languageOf('(?:ab{9,99999}c)+');
  expect(isAccepted(outer, 'abbbbbbbbbc')).toBe(true);
  expect(isAccepted(inner, 'abc')).toBe(false);
});

test.each([String.raw`\s`, '.', String.raw`\P{Lu}`, String.raw`[^\p{Script=Greek}\d-]`])(
  'every character is what the engine has it for: %s',
  (atom) => {
    const { outer } = languageOf(`^${atom}$`);
    const expression = new RegExp(`^${atom}$`, 'u');
    const different: number[] = [];
    for (let code = 0; code <= 0x10ffff; code += 1) {
      const text = String.fromCodePoint(code);
      if (expression.test(text) !== isAccepted(outer, text)) different.push(code);
    }
    expect(different).toEqual([]);
  },
);

test('patterns by chance are known as the engine knows them', () => {
  const short = allTexts(['a', 'b', '-', '🐲'], 4);
  assert(
    property(randomPatterns(), (pattern) => {
      expect(errorsOf(pattern, short)).toEqual([]);
    }),
    { numRuns: Number(process.env['PATTERN_RUNS'] ?? 300) },
  );
});

const errorsOf = (pattern: string, among: readonly string[]): readonly string[] => {
  const language = languageOf(pattern);
  const expression = new RegExp(pattern, 'u');
  return among.flatMap((text) => errorOf(language, text, expression.test(text)) ?? []);
};
