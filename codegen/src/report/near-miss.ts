/** Finds the known name that somebody probably meant, for "did you mean". */

/**
 * The known name nearest to `name`, if it is near enough to be a slip of the keyboard.
 * Case, hyphens and underscores do not count as differences; otherwise one edit in four letters is allowed, at least one.
 * A swap of two neighbours is one edit.
 */
export const nearMiss = (name: string, known: Iterable<string>): string | undefined => {
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    if (candidate === name) return candidate;
    const distance = distanceBetween(plain(name), plain(candidate));
    if (distance > Math.max(1, Math.floor(plain(candidate).length / 4))) continue;
    if (best === undefined || distance < best.distance) best = { name: candidate, distance };
  }
  return best?.name;
};

/** The same as a fix, e.g. `did you mean "maxLength"?`. */
export const didYouMean = (name: string, known: Iterable<string>): string | undefined => {
  const meant = nearMiss(name, known);
  return meant === undefined ? undefined : `did you mean "${meant}"?`;
};

const plain = (name: string): string => name.toLowerCase().replaceAll(/[-_\s]/g, '');

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours cost one each. */
const distanceBetween = (left: string, right: string): number => {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const isSame = left[row - 1] === right[column - 1];
      let cost = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + (isSame ? 0 : 1));
      const isSwap =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (isSwap) cost = Math.min(cost, at(beforeLast, column - 2) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return at(last, right.length);
};

const at = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY;
