import { PageNames } from './page-names.js';

test('keeps the name of the contract where every file system takes it', () => {
  const names = new PageNames();
  expect(names.claim('ORDER_PLACED', 'orders')).toBe('ORDER_PLACED');
  expect(names.claim('Größe geändert', 'orders')).toBe('Größe-geändert');
});

test('gives two names that differ only in case two files', () => {
  const names = new PageNames();
  expect(['Seen', 'SEEN', 'seen', 'seen'].map((name) => names.claim(name, 'users'))).toEqual([
    'Seen',
    'users.SEEN',
    'seen-2',
    'seen-3',
  ]);
});

test.each([
  ['../../etc/passwd', 'etc-passwd'],
  ['index', 'index-page'],
  ['index-2', 'index-2-page'],
  ['CON', 'CON-page'],
  ['nul.txt', 'nul.txt-page'],
  ['<script>', 'script'],
  ['...', 'unnamed'],
  ['', 'unnamed'],
])('makes a file name of %j', (name, expected) => {
  expect(new PageNames().claim(name, 'any')).toBe(expected);
});

test('cuts a name that is too long for a path', () => {
  expect(new PageNames().claim('x'.repeat(5_000), 'any')).toHaveLength(80);
});
