import * as fc from 'fast-check';
import { personalTexts, withoutPersonal } from './personal-data.js';
import { redactError, redactText } from './redact.js';

const person = {
  userId: 'u-1',
  email: 'ada@example.com',
  name: { first: 'Ada', last: "O'Hara" },
  addresses: [
    { street: 'Main Street 1', country: 'DE' },
    { street: 'Side Street 2', country: 'FR' },
  ],
  friends: { 'bob@example.com': { since: 2020 } },
};
const paths = ['/addresses/*/street', '/email', '/friends', '/name/*'];

test('a copy without what is marked, in lists and maps as well', () => {
  expect(withoutPersonal(person, paths)).toEqual({
    userId: 'u-1',
    email: '[personal]',
    name: { first: '[personal]', last: '[personal]' },
    addresses: [
      { street: '[personal]', country: 'DE' },
      { street: '[personal]', country: 'FR' },
    ],
    friends: '[personal]',
  });
});

test('the texts and numbers that are marked, and the keys in them', () => {
  expect(personalTexts(person, paths)).toEqual([
    'ada@example.com',
    'Ada',
    "O'Hara",
    'Main Street 1',
    'Side Street 2',
    'bob@example.com',
    'since',
    '2020',
  ]);
});

test.each([undefined, null, 'text', 7, [], [[]], { email: null }, { name: 'Ada' }, { addresses: 'none' }])(
  'a payload that is not as declared is no obstacle: %j',
  (data) => {
    expect(() => withoutPersonal(data, paths)).not.toThrow();
    expect(() => personalTexts(data, paths)).not.toThrow();
  },
);

test.each([
  ['Key (lower(email))=(ADA@example.com) already exists.', 'Key (lower(email))=([personal]) already exists.'],
  [`values ('u-1', 'O''Hara')`, `values ('u-1', '[personal]')`],
  ['GET /people?email=ada%40example.com', 'GET /people?email=[personal]'],
  ['550 <ada@example.com>: no such user', '550 <[personal]>: no such user'],
  ['Ada is not adamant', '[personal] is not adamant'],
])('%s', (text, redacted) => {
  expect(redactText(text, personalTexts(person, paths))).toBe(redacted);
});

test('an error that says nothing personal is given on as it is', () => {
  const error = new Error('row 17 is locked');
  expect(redactError(error, personalTexts(person, paths))).toBe(error);
});

test('what an error, its causes and its fields say', () => {
  const cause = Object.assign(new Error('duplicate key value violates unique constraint "email"'), {
    code: '23505',
    detail: 'Key (email)=(ada@example.com) already exists.',
  });
  const error = new TypeError('cannot greet Ada', { cause });
  const redacted = redactError(error, personalTexts(person, paths));
  expect(redacted).toMatchObject({
    name: 'TypeError',
    message: 'cannot greet [personal]',
    stack: expect.stringContaining('cannot greet [personal]') as string,
    cause: { code: '23505', message: cause.message },
  });
  expect(JSON.stringify(redacted)).not.toMatch(/\bada\b/i);
  expect(redactError(cause, personalTexts(person, paths))).not.toHaveProperty('detail');
  expect(redactError('no mail for ada@example.com', ['ada@example.com'])).toEqual({
    message: 'no mail for [personal]',
  });
});

test('no text that is longer than a word comes through, whatever it consists of', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 4, unit: 'grapheme' }), fc.string(), fc.string(), (secret, before, after) => {
      fc.pre(secret.trim() !== '');
      const redacted = redactText(`${before}${secret}${after}`, [secret]);
      // The mark itself may hold a part of it.
      expect(redacted.replaceAll('[personal]', '').includes(secret) && !`${before}${after}`.includes(secret)).toBe(
        false,
      );
    }),
  );
});
