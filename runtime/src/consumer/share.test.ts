import { shareOf } from './share.js';

const shares = (partitions: number, owned: Record<string, number>): Record<string, number> => {
  const instances = Object.keys(owned);
  const ownedBy = new Map(Object.entries(owned));
  return Object.fromEntries(
    instances.map((name) => [name, shareOf(name, { partitions, instances, owned: ownedBy })] as const),
  );
};

test('one instance has all partitions', () => {
  expect(shares(4, { a: 0 })).toEqual({ a: 4 });
});

test('a newcomer gets a share also where the others could keep theirs', () => {
  expect(shares(4, { a: 2, b: 2, c: 0 })).toEqual({ a: 2, b: 1, c: 1 });
});

test('what does not divide evenly stays with those that own most', () => {
  expect(shares(8, { a: 2, b: 3, c: 3 })).toEqual({ a: 2, b: 3, c: 3 });
  expect(shares(8, { a: 4, b: 4, c: 0 })).toEqual({ a: 3, b: 3, c: 2 });
});

test('with more instances than partitions the owners keep theirs', () => {
  expect(shares(2, { a: 0, b: 1, c: 1, d: 0 })).toEqual({ a: 0, b: 1, c: 1, d: 0 });
});

test('the partitions of one that left are spread over the others', () => {
  expect(shares(8, { b: 3, c: 3 })).toEqual({ b: 4, c: 4 });
});

test('shares always add up to the partitions, and nobody gives back and takes at once', () => {
  for (let partitions = 1; partitions <= 9; partitions++) {
    for (let count = 1; count <= 6; count++) {
      const owned = Object.fromEntries(
        Array.from({ length: count }, (_, at) => [`i${String(at)}`, at === 0 ? partitions : 0]),
      );
      const result = Object.values(shares(partitions, owned));
      expect(result.reduce((sum, share) => sum + share, 0)).toBe(partitions);
      expect(Math.max(...result) - Math.min(...result)).toBeLessThanOrEqual(1);
    }
  }
});

test('an instance that does not handle the stream has no share of it', () => {
  expect(shareOf('b', { partitions: 4, instances: ['a'], owned: new Map() })).toBe(0);
});
