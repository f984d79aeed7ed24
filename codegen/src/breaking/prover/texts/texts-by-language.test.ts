/**
 * Goal: what is found is right, and what is said not to be there is not there.
 * Method: cases by hand, then problems by chance against all short texts of a small alphabet.
 */
import { array, assert, constantFrom, integer, oneof, property, record, subarray } from 'fast-check';
import { randomPatterns } from '../../../testing/random-patterns.js';
import { allTexts } from '../../../testing/walked-automata.js';
import { matches, textsOf } from './index.js';
import { satisfies } from './text-check.js';
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

const ask = (problem: Partial<TextProblem>, limit = 3) => textsOf({ ...anyText, ...problem }, limit);

const none = { found: [], isComplete: true, reason: undefined };

test.each<[string, Partial<TextProblem>]>([
  ['a wider and a narrower pattern', { patterns: ['f.o'], notPatterns: ['f.*o'] }],
  ['the same letters, one by one or as a class', { patterns: ['^(a|b|c)+$'], notPatterns: ['^[a-c]+$'] }],
  ['letters of any alphabet', { patterns: ['^[a-zà-ö]+$'], notPatterns: [String.raw`^\p{L}+$`] }],
  ['a pattern and a length', { patterns: ['^[A-Z]{3}$'], lengthMin: 4 }],
  ['a pattern and not that length', { patterns: ['^[A-Z]{3}$'], notPatterns: ['^.{3}$'] }],
  ['pairs only, and an odd length', { patterns: ['^(aa)*$'], lengthMin: 99_999, lengthMax: 99_999 }],
  ['a length beyond a long repetition', { patterns: ['^.{0,10000}$'], lengthMin: 10_001 }],
  ['a look ahead that says what is read', { patterns: ['^(?=x$)x$'], notPatterns: ['^x$'] }],
  ['a look ahead that contradicts', { patterns: ['^(?!x)x'] }],
  ['a password without a digit', { patterns: [String.raw`^(?=.*\d)(?=.*[a-z]).{4,}$`], notPatterns: ['[0-9]'] }],
  ['a back-reference to a letter, without letters', { patterns: [String.raw`^([a-z])-\1$`], notPatterns: ['[a-z]'] }],
  ['the same back-reference', { patterns: [String.raw`^(\w)\1$`], notPatterns: [String.raw`^(\w)\1$`] }],
  ['a date that is a time', { formats: ['date', 'date-time'] }],
  ['a date with letters', { formats: ['date'], patterns: ['[A-Z]'] }],
  ['a date that is none', { formats: ['date'], notFormats: ['date'] }],
  ['a URI that is no reference', { formats: ['uri'], notFormats: ['uri-reference'] }],
  ['a UUID that does not look so', { formats: ['uuid'], notPatterns: ['^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-.{12}$'] }],
  ['an address of IPv4 that is no host name', { formats: ['ipv4'], notFormats: ['hostname'] }],
  ['a host name that is too long', { formats: ['hostname'], lengthMin: 254 }],
  ['a regular expression that is none', { formats: ['regex'], notFormats: ['regex'] }],
])('there is no text for %s', (_, problem) => {
  expect(ask(problem)).toEqual(none);
});

test('what is few is found completely', () => {
  expect(ask({ patterns: ['^[ab]{2}$'] }, 10)).toEqual({
    found: ['aa', 'ab', 'ba', 'bb'],
    isComplete: true,
    reason: undefined,
  });
  expect(ask({ patterns: ['^[ab]{2}$'], excluded: new Set(['aa', 'bb']) })).toMatchObject({
    found: ['ab', 'ba'],
    isComplete: true,
  });
  expect(ask({ patterns: [String.raw`^(a|b)\1$`] })).toMatchObject({ found: ['aa', 'bb'], isComplete: true });
  expect(ask({ patterns: [String.raw`^[\u{1F432}\u{1F433}]$`] })).toMatchObject({
    found: ['🐲', '🐳'],
    isComplete: true,
  });
});

test('all characters of a class are found before it is said that they are all', () => {
  const { found, isComplete } = ask({ patterns: [String.raw`^\d$`] }, 50);
  expect([found.join(''), isComplete]).toEqual(['0123456789', true]);
});

test('the simplest and the most readable texts come first', () => {
  expect(ask({ patterns: ['^[^,]*$'] })).toMatchObject({ found: ['', 'a', 'b'], isComplete: false, reason: undefined });
  expect(ask({ patterns: [String.raw`^[A-Z]{2}-\d{4,6}$`] }, 2).found).toEqual(['AA-0000', 'AA-0001']);
  expect(ask({ formats: ['email'] }, 1).found).toEqual(['ada@example.com']);
  expect(ask({ formats: ['date-time'], notPatterns: ['Z$'] }, 1).found).toEqual(['2026-06-01T10:00:00.5+02:00']);
});

test('what an automaton cannot say is tried text by text', () => {
  expect(ask({ patterns: [String.raw`^(\w+)-\1$`] }, 3).found).toEqual(['a-a', 'b-b', 'aa-aa']);
  expect(ask({ formats: ['time'], patterns: [':60[+-]'], notFormats: ['date'] }, 1).found).toEqual(['05:29:60+05:30']);
  expect(ask({ notFormats: ['time'], patterns: ['^23:00:60'] }, 1).found).toHaveLength(1);
});

test('a host name is refused for its characters or for its length', () => {
  const { found } = ask({ patterns: ['^a*$'], notFormats: ['hostname'], lengthMin: 1 }, 1);
  expect(found).toEqual(['a'.repeat(64)]);
  const labels = ask({ patterns: [String.raw`^([a-z]{9}\.)+a$`], notFormats: ['hostname'] }, 1);
  expect(labels.found[0]).toHaveLength(261);
});

test('a text does not match a counted repetition if it is too short or too long', () => {
  const counted = { patterns: ['^a*$'], notPatterns: ['^a{50,60}$'] };
  expect(ask({ ...counted, lengthMin: 49 }, 2).found.map((text) => text.length)).toEqual([49, 61]);
  expect(ask({ ...counted, lengthMin: 50, lengthMax: 60 })).toEqual(none);
});

test('a space that is too large is not decided', () => {
  const large = { patterns: ['a.{25}$', 'b.{24}$'] };
  expect(ask({ ...large, notPatterns: ['a.{25}$|b.{27}$', '[ab].{24}$'] })).toEqual({
    found: [],
    isComplete: false,
    reason: expect.any(String),
  });
});

test('no text is tried on which the engine would not come to an end', () => {
  const slow = String.raw`^\w+([.-]?\w+)*@\w+([.-]?\w+)*$`;
  const other = ask({ notPatterns: [slow], lengthMin: 60 }, 1);
  expect(other.found[0]).toHaveLength(60);
  expect(ask({ patterns: ['^[a-f]{60}$'], notPatterns: [slow] })).toEqual({
    found: [],
    isComplete: false,
    reason: 'Whether a text matches a pattern takes too long to be said.',
  });
  expect(ask({ patterns: ['^[a-f]{60}$', slow] })).toEqual(none);
});

test('a pattern that does not compile is said', () => {
  expect(ask({ patterns: [String.raw`\-`] })).toMatchObject({
    isComplete: false,
    reason: String.raw`The pattern \- does not compile.`,
  });
  expect(matches(String.raw`\-`, '-')).toBeUndefined();
  expect(matches('b', 'abc')).toBe(true);
});

test('problems by chance: found texts are right, and none that is there is denied', () => {
  const pool = constantFrom(
    '^a*$',
    'a',
    '^[^a]',
    'b$',
    '^.{2}$',
    String.raw`\d`,
    String.raw`^(a|b)\1`,
    '^(?!ab)',
    String.raw`\b`,
    '^[ab1-]+$',
  );
  const patterns = array(oneof({ weight: 3, arbitrary: pool }, { weight: 1, arbitrary: randomPatterns() }), {
    maxLength: 2,
  });
  const names = [
    'hostname',
    'uri-reference',
    'json-pointer',
    'regex',
    'relative-json-pointer',
    'date',
    'ipv6',
    'duration',
  ];
  const problems = record({
    lengthMin: integer({ min: 0, max: 3 }),
    lengthMax: constantFrom(0, 1, 2, 3, 4, Infinity),
    patterns,
    notPatterns: patterns,
    formats: subarray(names, { maxLength: 1 }),
    notFormats: subarray(names, { maxLength: 1 }),
    excluded: subarray(['', 'a', 'b', 'ab', 'aa', '1', '-', '🐲']).map((texts) => new Set(texts)),
  });
  const short = allTexts(['a', 'b', '1', '-', '🐲'], 4);
  assert(
    property(problems, integer({ min: 1, max: 30 }), (problem, limit) => {
      const { found, isComplete, reason } = textsOf(problem, limit);
      expect(new Set(found).size).toBe(found.length);
      expect(found.filter((text) => !satisfies(problem, text))).toEqual([]);
      const missing = short.filter((text) => !found.includes(text) && satisfies(problem, text));
      expect(isComplete ? missing : []).toEqual([]);
      expect(found.length === 0 ? missing : []).toEqual([]);
      expect(found.length <= limit && (isComplete || (reason === undefined) === (found.length === limit))).toBe(true);
      expect(textsOf(problem, limit)).toEqual({ found, isComplete, reason });
    }),
    { numRuns: Number(process.env['PROBLEM_RUNS'] ?? 400) },
  );
});
