import { afterFailure, deliveryRetry } from './delivery-failure.js';

test.each([
  ['a refused connection', { code: 'ESOCKET' }],
  ['a server that shuts down', { code: 'EPROTOCOL', responseCode: 421 }],
  ['a login that is not accepted', { code: 'EAUTH', responseCode: 535 }],
])('waits for the server after %s, however often', (_what, failure) => {
  expect(afterFailure(failure, 1)).toBe('wait-for-server');
  expect(afterFailure(failure, 1_000)).toBe('wait-for-server');
});

test('gives up an e-mail that the server refuses for good', () => {
  expect(afterFailure({ code: 'EENVELOPE', responseCode: 550 }, 1)).toBe('give-up');
});

test('tries a greylisted e-mail again, and gives up after the last attempt', () => {
  expect(afterFailure({ code: 'EENVELOPE', responseCode: 450 }, 1)).toBe('try-again');
  expect(afterFailure({ code: 'EENVELOPE', responseCode: 450 }, deliveryRetry.attempts)).toBe('give-up');
});

test('tries again after an error that says nothing', () => {
  expect(afterFailure({}, 1)).toBe('try-again');
});
