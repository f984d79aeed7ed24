import { nearMiss } from './near-miss.js';

const known = ['x-key', 'x-owner', 'x-partitions', 'x-handler-timeout-ms', 'x-pii'];

test.each([
  ['x-partition', 'x-partitions'],
  ['x-onwer', 'x-owner'],
  ['x-Owner', 'x-owner'],
  ['x-handlerTimeoutMs', 'x-handler-timeout-ms'],
  ['x-handler-timeout', 'x-handler-timeout-ms'],
  ['x-pi', 'x-pii'],
  ['xkey', 'x-key'],
])('takes %s for a slip of %s', (written, meant) => {
  expect(nearMiss(written, known)).toBe(meant);
});

test.each(['x-internal', 'x-parser-schema-id', 'x-logo', 'x-'])('takes %s for a name of somebody else', (written) => {
  expect(nearMiss(written, known)).toBeUndefined();
});

test('prefers the nearest of two names', () => {
  expect(nearMiss('maxLenght', ['minLength', 'maxLength'])).toBe('maxLength');
});
