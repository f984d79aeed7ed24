/**
 * Glob patterns that match the keys of a stream and no other key. `orders-stream.*` would not do: it matches the mirrors of dead
 * letters, `orders-stream.dlq.<group>`, which belong to somebody else.
 */

/** The keys of all partitions, named as the runtime names them: the bare address where there is one. */
export const streamPatterns = (prefix: string, address: string, partitions: number): readonly string[] => {
  const name = literal(prefix + address);
  return partitions === 1 ? [name] : numbersBelow(partitions).map((numbers) => `${name}.${numbers}`);
};

export const deadLetterPattern = (prefix: string, address: string, group: string): string =>
  literal(`${prefix}${address}.dlq.${group}`);

/** As a text: what means something in a glob stands for itself. */
const literal = (text: string): string => text.replaceAll(/[\\*?[\]]/g, String.raw`\$&`);

/** Patterns of 0 … count − 1 without leading zeros: `[0-9]` and `1[0-5]` for 16. */
const numbersBelow = (count: number): readonly string[] => {
  const patterns: string[] = [];
  const last = String(count - 1);
  for (let length = 1; length < last.length; length++) patterns.push(allOfLength(length));
  // Those as long as the last: the digits up to one of its places, then a lower digit there, then any digits.
  for (let place = 0; place < last.length; place++) {
    const isEnd = place === last.length - 1;
    const from = place === 0 && last.length > 1 ? 1 : 0;
    const to = Number(last[place]) - (isEnd ? 0 : 1);
    if (to < from) continue;
    patterns.push(last.slice(0, place) + oneOf(from, to) + '[0-9]'.repeat(last.length - 1 - place));
  }
  return patterns;
};

const allOfLength = (length: number): string => (length === 1 ? '' : '[1-9]') + '[0-9]'.repeat(Math.max(1, length - 1));

const oneOf = (from: number, to: number): string => (from === to ? String(from) : `[${from}-${to}]`);
