import { deadLetterPattern, streamPatterns } from './key-patterns.js';

/** A glob as Redis reads it, as far as ours go: escapes, and sets of characters. */
const matches = (pattern: string, text: string): boolean => {
  const source = pattern.replaceAll(
    /\\(.)|(\[\d-\d\])|([^\w[\]])/g,
    (_all, escaped?: string, set?: string, other?: string) => {
      const literal = escaped ?? other;
      return literal === undefined ? (set ?? '') : `\\u{${literal.codePointAt(0)?.toString(16) ?? ''}}`;
    },
  );
  return new RegExp(`^${source}$`, 'u').test(text);
};

test.each([2, 3, 8, 9, 10, 11, 12, 16, 20, 21, 64, 99, 100, 101, 110, 128, 199, 200, 256, 999, 1_000, 1_024])(
  'the patterns of %i partitions match each of their keys once, and no number beyond',
  (partitions) => {
    const patterns = streamPatterns('shop:', 'orders-stream', partitions);
    for (let n = 0; n < partitions + 1_200; n++) {
      const count = patterns.filter((pattern) => matches(pattern, `shop:orders-stream.${n}`)).length;
      expect([n, count]).toEqual([n, n < partitions ? 1 : 0]);
    }
    for (const other of ['', '.', '.00', '.01', '.-1', '.0x', '.dlq.order-service', '.dlq.0', '0']) {
      expect(patterns.filter((pattern) => matches(pattern, `shop:orders-stream${other}`))).toEqual([]);
    }
  },
);

test('a stream of one partition has its address for a key', () => {
  expect(streamPatterns('', 'orders-stream', 1)).toEqual(['orders-stream']);
});

test('what means something in a glob stands for itself', () => {
  expect(streamPatterns('', 'a*[b]?', 1)).toEqual([String.raw`a\*\[b\]\?`]);
  expect(deadLetterPattern('t:', 'x[1]', 'order-service')).toBe(String.raw`t:x\[1\].dlq.order-service`);
});
