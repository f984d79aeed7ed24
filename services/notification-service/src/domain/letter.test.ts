import { oneLine, write } from './letter.js';

const orderId = '01890a5d-ac96-774b-bcce-b302099a8057';
const ada = { firstName: 'Ada' };

test('writes a confirmation with the order and its price', () => {
  const letter = write({ template: 'ORDER_CONFIRMED', orderId, total: { amountMinor: 1250, currency: 'EUR' } }, ada);
  expect(letter.subject).toBe('Your order 099a8057 is confirmed');
  expect(letter.text).toContain('Dear Ada,');
  expect(letter.text).toContain(`your order ${orderId} over 12.50 EUR is confirmed.`);
});

test('knows currencies without and with three decimals', () => {
  const price = (currency: string) =>
    write({ template: 'ORDER_CONFIRMED', orderId, total: { amountMinor: 1250, currency } }, ada).text;
  expect(price('JPY')).toContain('1250 JPY');
  expect(price('BHD')).toContain('1.250 BHD');
});

test.each([
  ['INSUFFICIENT_CREDIT', 'your credit does not cover it'],
  ['CREDIT_TIMEOUT', 'could not be checked in time'],
  ['SOMETHING_NEW', 'it could not be carried out'],
])('explains a rejection for %s', (reason: string, words: string) => {
  expect(write({ template: 'ORDER_REJECTED', orderId, reason }, ada).text).toContain(words);
});

test('lets no name begin a new line', () => {
  expect(oneLine('Ada\r\nBcc: everyone@example.com')).toBe('Ada Bcc: everyone@example.com');
  expect(write({ template: 'WELCOME' }, { firstName: 'Ada\u2028Eve' }).text).toContain('Dear Ada Eve,');
});

test.each([
  ['Ada', 'Dear Ada,'],
  ['J.R.', 'Dear J.R.,'],
  ['Ada M. King', 'Dear Ada M. King,'],
  ['Win: https://example.net/prize', 'Dear customer,'],
  ['your prize at EXAMPLE.NET', 'Dear customer,'],
  ['ada@example.net', 'Dear customer,'],
  ['<a href=//example.net>', 'Dear customer,'],
])('a name is no place for a link: %s', (firstName, greeting) => {
  expect(write({ template: 'WELCOME' }, { firstName }).text.split('\n')[0]).toBe(greeting);
});
