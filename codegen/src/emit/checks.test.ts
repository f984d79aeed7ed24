import { knownFormats } from '../load/schema-keywords.js';
import { equal, formats, ucs2length } from './checks.js';

const valid: Readonly<Record<keyof typeof formats, readonly string[]>> = {
  'date-time': [
    '2026-01-31T23:59:59Z',
    '2026-01-31T23:59:59.123Z',
    '2024-02-29t00:00:00z',
    '2026-06-01T10:00:00+02:00',
    '1998-12-31T23:59:60Z',
    '1998-12-31T15:59:60.123-08:00',
    '1999-01-01T05:29:60+05:30',
  ],
  date: ['2026-01-31', '2024-02-29', '2000-02-29', '0001-01-01'],
  email: ['ada@example.com', "o'neil+tag@mail.example.co.uk", 'a.b.c@x-y.example'],
  uuid: ['0198b6f0-5a3c-7c51-9d0e-6f6a1c2b3d4e', '0198B6F0-5A3C-7C51-9D0E-6F6A1C2B3D4E'],
  uri: [
    'https://example.com',
    'https://user@example.com:8443/a%20b/c?d=e&f#g',
    'http://[::1]:3000/',
    'urn:isbn:0451450523',
    'mailto:ada@example.com',
    'file:///etc/hosts',
  ],
};

const invalid: typeof valid = {
  'date-time': [
    '2026-01-31',
    '2026-01-31 23:59:59Z',
    '2026-01-31T23:59:59',
    '2026-02-29T00:00:00Z',
    '2026-01-31T24:00:00Z',
    '2026-01-31T23:60:00Z',
    '2026-01-31T23:59:61Z',
    '2026-01-31T12:00:60Z',
    '2026-01-31T23:59:59+24:00',
    '2026-01-31T23:59:59+02:60',
    '2026-01-31T23:59:59.Z',
    '２０２６-01-31T23:59:59Z',
    '',
  ],
  date: [
    '2026-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-01',
    '2026-01-00',
    '2026-04-31',
    '2026-1-1',
    '2026-01-31\n',
  ],
  email: [
    'ada',
    'ada@',
    '@example.com',
    'ada@example',
    'a..b@example.com',
    'ada@-x.example',
    `${'a'.repeat(250)}@x.yz`,
  ],
  uuid: [
    '0198b6f05a3c7c519d0e6f6a1c2b3d4e',
    '0198b6f0-5a3c-7c51-9d0e-6f6a1c2b3d4',
    '{0198b6f0-5a3c-7c51-9d0e-6f6a1c2b3d4e}',
  ],
  uri: [
    'example.com',
    '/a/b',
    '//example.com/',
    'https://exa mple.com',
    'https://example.com/%zz',
    'https://a\\b',
    'https://[::1',
    '',
  ],
};

// The names come from the object itself, so each is one of its keys.
const names = Object.keys(formats) as (keyof typeof formats)[];

test('every format that contracts may name has its check', () => {
  expect([...names].toSorted()).toEqual([...knownFormats].toSorted());
});

describe.each(names)('format %s', (name) => {
  test.each(valid[name])('takes %j', (text) => expect(formats[name](text)).toBe(true));
  test.each(invalid[name])('refuses %j', (text) => expect(formats[name](text)).toBe(false));
});

test.each(['email', 'uri', 'date-time'] as const)(
  '%s answers for a very long text as quickly as for a short one',
  (name) => {
    for (const text of ['a'.repeat(100_000), `${'a.'.repeat(50_000)}@`, `https://${'a'.repeat(100_000)} `]) {
      expect(formats[name](text)).toBe(false);
    }
  },
);

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
