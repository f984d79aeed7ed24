import 'reflect-metadata';
import { validateSync } from 'class-validator';
import { PlainText } from './plain-text.js';

class Holder {
  @PlainText({ max: 3, example: 'abc' })
  text: unknown;
}

const isAccepted = (text: unknown): boolean => validateSync(Object.assign(new Holder(), { text })).length === 0;

test.each(['a', 'abc', 'ä ß', '🍵🍵🍵'])('takes %j', (text: string) => {
  expect(isAccepted(text)).toBe(true);
});

test.each([
  ['nothing', undefined],
  ['an empty text', ''],
  ['a number', 1],
  ['four characters', 'abcd'],
  // Two characters each; Length(1, 3) would count three.
  ['hearts with variation selectors', '❤️❤️❤️'],
  ['a NUL', 'a\u0000'],
  ['a line break', 'a\nb'],
  ['a Unicode line separator', 'a\u2028'],
  ['half a surrogate pair', '\ud83c'],
])('refuses %s', (_what: string, text: unknown) => {
  expect(isAccepted(text)).toBe(false);
});
