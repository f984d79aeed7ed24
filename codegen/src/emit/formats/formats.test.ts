import addFormats from 'ajv-formats';
import { Ajv } from 'ajv';
import { array, check, constantFrom, nat, property, tuple } from 'fast-check';
import { knownFormats } from '../../load/schema-keywords.js';
import { describingFormats, formats } from './index.js';

const cases: Readonly<Record<string, { readonly valid: readonly unknown[]; readonly invalid: readonly unknown[] }>> = {
  'date-time': {
    valid: [
      '2026-01-31T23:59:59Z',
      '2026-01-31T23:59:59.123Z',
      '2024-02-29t00:00:00z',
      '2026-06-01T10:00:00+02:00',
      '1998-12-31T23:59:60Z',
      '1998-12-31T15:59:60.123-08:00',
      '1999-01-01T05:29:60+05:30',
    ],
    invalid: [
      '2026-01-31',
      '2026-01-31 23:59:59Z',
      '2026-01-31T23:59:59',
      '2026-02-29T00:00:00Z',
      '2026-01-31T24:00:00Z',
      '2026-01-31T23:60:00Z',
      '2026-01-31T23:59:61Z',
      '2026-01-31T12:00:60Z',
      '1998-12-31T23:59:60+01:00',
      '2026-01-31T23:59:59+24:00',
      '2026-01-31T23:59:59+02:60',
      '2026-01-31T23:59:59.Z',
      '２０２６-01-31T23:59:59Z',
      '',
    ],
  },
  date: {
    valid: ['2026-01-31', '2024-02-29', '2000-02-29', '0001-01-01', '2026-12-31', '2026-04-30'],
    invalid: [
      '2026-02-29',
      '1900-02-29',
      '2026-13-01',
      '2026-00-01',
      '2026-01-00',
      '2026-04-31',
      '2026-1-1',
      '2026-01-31\n',
    ],
  },
  time: {
    valid: ['23:59:59Z', '00:00:00.5+02:00', '23:59:60Z', '15:59:60-08:00'],
    invalid: ['24:00:00Z', '12:00:60Z', '23:59:59', '23:59:59+2:00', '23:60:00Z', ''],
  },
  duration: {
    valid: ['P7D', 'PT36H', 'P1Y2M3DT4H5M6S', 'P2W', 'P1M', 'PT1M'],
    invalid: ['P', 'PT', 'P1DT', '7D', 'P1W2D', 'P-1D', 'PT0.5S', ''],
  },
  email: {
    valid: ['ada@example.com', "o'neil+tag@mail.example.co.uk", 'a.b.c@x-y.example'],
    invalid: [
      'ada',
      'ada@',
      '@example.com',
      'ada@example',
      'a..b@example.com',
      'ada@-x.example',
      `${'a'.repeat(250)}@x.yz`,
    ],
  },
  hostname: {
    valid: ['example.com', 'localhost', 'db-1.a.b', 'a'.repeat(63), 'XN--4GBWDL'],
    invalid: ['', '-a.com', 'a-.com', 'a..b', 'a_b.com', 'a'.repeat(64), `${'a.'.repeat(127)}a`],
  },
  ipv4: {
    valid: ['192.0.2.1', '0.0.0.0', '255.255.255.255'],
    invalid: ['192.0.2', '192.0.2.256', '192.0.02.1', '192.0.2.1.1', '1e1.0.0.1', '', '192.0.2.1\n'],
  },
  ipv6: {
    valid: [
      '::',
      '::1',
      '2001:db8::1',
      '1:2:3:4:5:6:7:8',
      '::ffff:192.0.2.1',
      '1:2:3:4:5:6:192.0.2.1',
      '1::',
      '1:2:3:4:5:6:7::',
    ],
    invalid: [
      '',
      ':',
      ':::',
      '1::2::3',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8:9',
      '12345::',
      '::g',
      '1:2:3:4:5:6:7:1.2.3.4',
      '::1.2.3',
      '192.0.2.1::',
      '1.2.3.4',
      ':1::2',
      '1:2:3:4:5:6:7:8::',
      'fe80::1%eth0',
      '::192.0.2.1:5',
    ],
  },
  uri: {
    valid: [
      'https://example.com',
      'https://user@example.com:8443/a%20b/c?d=e&f#g',
      'http://[::1]:3000/',
      'urn:isbn:0451450523',
      'mailto:ada@example.com',
      'file:///etc/hosts',
    ],
    invalid: [
      'example.com',
      '/a/b',
      '//example.com/',
      'https://exa mple.com',
      'https://example.com/%zz',
      'https://a\\b',
      'https://[::1',
      'https://[:0:1]/',
      '',
    ],
  },
  'uri-reference': {
    valid: ['', '/a/b?c#d', '../a', '//example.com/a', '#a', '?a=b', 'a/b:c', 'https://example.com'],
    invalid: ['a b', '\\a', '/a#b#c', '%zz', '//[::1'],
  },
  'uri-template': {
    valid: ['', 'https://example.com/orders/{orderId}', '/a{?page,size}', '{+path}/x', '{a:3}{b*}', '{a.b}', '/ü'],
    invalid: ['{', '/a}', '{a b}', '{}', 'a b', '{a:}', '{a', '{{a}}'],
  },
  uuid: {
    valid: ['0198b6f0-5a3c-7c51-9d0e-6f6a1c2b3d4e', '0198B6F0-5A3C-7C51-9D0E-6F6A1C2B3D4E'],
    invalid: [
      '0198b6f05a3c7c519d0e6f6a1c2b3d4e',
      '0198b6f0-5a3c-7c51-9d0e-6f6a1c2b3d4',
      '{0198b6f0-5a3c-7c51-9d0e-6f6a1c2b3d4e}',
    ],
  },
  regex: { valid: ['', '^[A-Z]{3}$', '\\p{L}+', '(?<=a)b'], invalid: ['(', '[', 'a**', '^\\S\\Z', '\\-'] },
  'json-pointer': { valid: ['', '/', '/a/0/b~0~1', '/ä b'], invalid: ['a', '/~', '/~2', '#/a', 'a/b'] },
  'relative-json-pointer': { valid: ['0', '1/a', '2#', '10'], invalid: ['', '/a', '01', '-1', '1#/a', '1a'] },
  int32: { valid: [0, -2_147_483_648, 2_147_483_647], invalid: [2_147_483_648, -2_147_483_649, 0.5] },
  int64: { valid: [0, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER], invalid: [2 ** 53, -(2 ** 53), 1e300, 0.5] },
};

const isValid = (name: string, value: unknown): boolean => {
  const format = formats.get(name);
  if (format?.type === 'number' && typeof value === 'number') return format.validate(value);
  if (format?.type === 'string' && typeof value === 'string') return format.validate(value);
  throw new Error(`${name} does not look at a ${typeof value}`);
};

test('contracts may name every format that is checked or only describes, and no other', () => {
  expect([...formats.keys(), ...describingFormats].toSorted()).toEqual([...knownFormats].toSorted());
  expect(Object.keys(cases).toSorted()).toEqual([...formats.keys()].toSorted());
});

describe.each(Object.entries(cases))('format %s', (name, { valid, invalid }) => {
  test.each(valid)('takes %j', (value) => expect(isValid(name, value)).toBe(true));
  test.each(invalid)('refuses %j', (value) => expect(isValid(name, value)).toBe(false));
});

const texts = [...formats].flatMap(([name, { type }]) => (type === 'string' ? name : []));

test.each(texts)('%s answers for a very long text at once', (name) => {
  const long = [
    'a'.repeat(100_000),
    `${'a.'.repeat(50_000)}@`,
    `https://${'a'.repeat(100_000)} `,
    ':'.repeat(100_000),
    '/~'.repeat(50_000),
    '{a,'.repeat(30_000),
    '1'.repeat(100_000),
  ];
  const startedAt = performance.now();
  for (const text of long) isValid(name, text);
  // A pattern that backtracks takes minutes; a busy machine makes milliseconds of ours tenths of a second.
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});

/**
 * Goal: none of ours takes what ajv-formats, in its strict mode, refuses. Method: valid texts with up to three characters
 * replaced, put in or taken out, seeded. Not of `uri-template`: RFC 6570 allows dots in names, and ajv-formats does not.
 */
test.each(texts.filter((name) => name !== 'uri-template'))('%s takes nothing that ajv-formats refuses', (name) => {
  const ajv = new Ajv();
  addFormats.default(ajv, { mode: 'full' });
  const other = ajv.compile({ type: 'string', format: name });
  const edit = tuple(nat(40), nat(1), constantFrom(...characters));
  const edited = tuple(constantFrom(...(cases[name]?.valid.map(String) ?? [])), array(edit, { maxLength: 3 })).map(
    ([text, edits]) =>
      edits.reduce((result, [at, removed, put]) => result.slice(0, at) + put + result.slice(at + removed), text),
  );
  const accepted = property(edited, (text) => !isValid(name, text) || other(text));
  expect(check(accepted, { numRuns: 5_000, seed: 1 }).counterexample).toBeNull();
});

/** What formats are made of. */
const characters = '0 1 2 3 5 6 9 : - + . T t Z z / ~ # @ % { } [ ] , a g _ \n'.split(' ').concat(' ');
