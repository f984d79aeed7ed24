/**
 * Goal: what the languages say of a format is what its function says: all of `inner` is of the format, all of the format
 * is in `outer`, and where both are one, they are the format.
 * Method: texts by chance in the shape of each format, with as many changes as make them right about as often as wrong.
 */
import {
  array,
  assert,
  constantFrom,
  integer,
  nat,
  oneof,
  property,
  string,
  stringMatching,
  tuple,
  type Arbitrary,
} from 'fast-check';
import { formats } from '../../../../emit/formats/index.js';
import { errorOf, isAccepted } from '../../../../testing/walked-automata.js';
import { formatExamples } from './examples.js';
import { formatLanguageOf } from './index.js';

const names = [...formats].filter(([, format]) => format.type === 'string').map(([name]) => name);

test.each(names)('%s: the language agrees with the function', (name) => {
  assert(
    property(textsNear(name), (text) => expectAgreement(name, text)),
    { numRuns: runs },
  );
});

test.each(names)('%s: so it does of the simplest texts, and of each character alone', (name) => {
  for (const text of ['', ...(formatExamples.get(name) ?? [])]) expectAgreement(name, text);
  for (let code = 0; code <= 0x10ffff; code += code < 0x3000 ? 1 : 61)
    expectAgreement(name, String.fromCodePoint(code));
});

test('all days of years that are and are not leap years', () => {
  for (const year of ['0000', '0004', '0100', '1900', '1996', '1999', '2000', '2023', '2024', '2100', '2400', '9996']) {
    for (let month = 0; month <= 13; month += 1) {
      for (let day = 0; day <= 32; day += 1) expectAgreement('date', `${year}-${two(month)}-${two(day)}`);
    }
  }
});

test('leap seconds are known from within and without', () => {
  for (const minute of ['23:59', '00:59', '12:00', '15:59', '18:59', '00:00', '05:29']) {
    for (const zone of ['Z', 'z', '+00:00', '-00:00', '+01:00', '-01:00', '-08:00', '-05:00', '+05:30', '+13:01']) {
      expectAgreement('time', `${minute}:60${zone}`);
      expectAgreement('date-time', `2016-12-31T${minute}:60.5${zone}`);
    }
  }
});

test('a format that is none of ours is anything between nothing and everything', () => {
  const { inner, outer } = formatLanguageOf('postcode');
  expect([isAccepted(inner, 'a'), isAccepted(outer, 'a')]).toEqual([false, true]);
});

test.each(names)('%s has examples that are of it and such that are not', (name) => {
  const examples = formatExamples.get(name) ?? [];
  expect(new Set(examples.map((text) => isOfFormat(name, text)))).toEqual(new Set([true, false]));
});

const runs = Number(process.env['FORMAT_RUNS'] ?? 2_000);

const two = (count: number): string => String(count).padStart(2, '0');

const isOfFormat = (name: string, text: string): boolean => {
  const format = formats.get(name);
  return format?.type === 'string' && format.validate(text);
};

const expectAgreement = (name: string, text: string): void => {
  const error = errorOf(formatLanguageOf(name), text, isOfFormat(name, text));
  if (error !== undefined) throw new Error(error);
};

/** From examples and from what the shape may make, cut, joined and changed here and there. */
const textsNear = (name: string): Arbitrary<string> => {
  const whole = oneof(constantFrom('', ...(formatExamples.get(name) ?? [])), shapes[name] ?? string());
  const pieces = constantFrom(
    ...Array.from('0159afgzAFGZ-:.,;@/?#[]{}%~!$&()*+=_ \\|^"ſK🐲\n\u0000é'),
    '::',
    '%2f',
    '~1',
    'T',
    'P1',
    '60',
  );
  const change = tuple(nat({ max: 40 }), nat({ max: 2 }), oneof(pieces, constantFrom('')));
  return oneof(
    whole,
    tuple(whole, array(change, { minLength: 1, maxLength: 2 })).map(([text, changes]) => changed(text, changes)),
    array(pieces, { maxLength: 6 }).map((some) => some.join('')),
  );
};

const changed = (text: string, changes: readonly (readonly [number, number, string])[]): string =>
  changes.reduce((before, [at, removed, added]) => {
    const start = at % (before.length + 1);
    return before.slice(0, start) + added + before.slice(start + removed);
  }, text);

const dates = /^\d{4}-(0\d|1[0-3])-[0-3]\d$/;
const times = /^[012]\d:[0-6]\d:[0-6]\d(\.\d{1,3})?(Z|[+-][012]\d:[0-6]\d)$/;

const joined = (parts: readonly Arbitrary<string>[]): Arbitrary<string> => tuple(...parts).map((some) => some.join(''));

const addresses: Arbitrary<string> = oneof(
  stringMatching(/^(([\da-f]{1,4}|):){0,8}([\da-f]{0,4})$/),
  stringMatching(/^(([\da-f]{1,4}|):){0,7}(\d{1,3}\.){3}\d{1,3}$/),
);

const shapes: Readonly<Record<string, Arbitrary<string>>> = {
  'date-time': joined([stringMatching(dates), constantFrom('T', 't', ' '), stringMatching(times)]),
  date: stringMatching(dates),
  time: stringMatching(times),
  duration: stringMatching(/^P(\d[YMDW]){0,4}(T(\d\d?[HMS]){0,3})?$/),
  email: stringMatching(/^[\w.!+-]{1,9}@([a-z\d-]{1,4}\.){0,3}[a-zA-Z]{1,4}$/),
  hostname: oneof(
    stringMatching(/^([a-zA-Z\d-]{1,4}\.){0,4}[a-z\d-]{1,4}$/),
    tuple(integer({ min: 60, max: 66 }), integer({ min: 0, max: 4 })).map(([length, count]) => {
      return `${'a'.repeat(length)}${`.${'b'.repeat(62)}`.repeat(count)}`;
    }),
  ),
  ipv4: stringMatching(/^(\d|[1-9]\d|[12]\d\d)(\.(\d|[1-9]\d|[12]\d\d)){3}$/),
  ipv6: addresses,
  uri: joined([
    stringMatching(/^[a-z][a-z+.-]{0,3}:(\/\/)?([\w:%2f]{0,4}@)?$/),
    oneof(
      addresses.map((address) => `[${address}]`),
      stringMatching(/^[\w.%-]{0,4}$/),
    ),
    stringMatching(/^(:\d{0,3})?(\/[\w:@]{0,3}){0,2}(\?[\w/?]{0,3})?(#[\w/?]{0,3})?$/),
  ]),
  'uri-reference': joined([
    stringMatching(/^(a:)?(\/\/)?(\w{0,2}@)?$/),
    oneof(
      addresses.map((address) => `[${address}]`),
      stringMatching(/^[\w.:%-]{0,4}$/),
    ),
    stringMatching(/^(:\d{0,3})?(\/[\w:@]{0,3}){0,2}(\?[\w/?]{0,3})?(#[\w/?]{0,3})?$/),
  ]),
  'uri-template': stringMatching(/^([\w/.]{0,3}(\{[+#/?&]?[\w.]{1,3}(:\d{1,4}|\*)?(,\w{1,2}\*?)?\})?){0,3}$/),
  uuid: stringMatching(/^[\da-fA-F]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
  regex: stringMatching(/^([ab^$.|*+?()[\]{}\\/-]|\\[dwpbB.*-]|\[[ab]\]|[a.]\+\??|\{\d,?\}){0,6}$/),
  'json-pointer': stringMatching(/^(\/([a-z/]|~[0-2]){0,3}){0,3}$/),
  'relative-json-pointer': stringMatching(/^\d{1,3}(#|(\/([a-z/]|~[0-2]){0,3}){0,3})$/),
};
