/** A diff that fits on a screen: the stretch between the first and the last line that differ. */

/** Lines shown of each side. */
const linesMax = 6;

/** @returns lines that begin with `-` or `+`, under a `@@` with the number of the first. */
export const shortDiff = (before: string, after: string): readonly string[] => {
  const old = linesOf(before);
  const young = linesOf(after);
  let first = 0;
  while (first < old.length && first < young.length && old[first] === young[first]) first += 1;
  let last = 0;
  while (last < old.length - first && last < young.length - first && old.at(-1 - last) === young.at(-1 - last))
    last += 1;
  const removed = old.slice(first, old.length - last);
  const added = young.slice(first, young.length - last);
  return [`@@ line ${first + 1} @@`, ...marked('-', removed), ...marked('+', added)];
};

const linesOf = (text: string): string[] => (text === '' ? [] : text.split('\n'));

const marked = (sign: string, lines: readonly string[]): string[] => [
  ...lines.slice(0, linesMax).map((line) => `${sign} ${line}`),
  ...(lines.length > linesMax ? [`${sign} … ${lines.length - linesMax} lines more`] : []),
];
