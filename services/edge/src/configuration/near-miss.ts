/** Finds the name somebody meant: `DATABSE_URL` → `DATABASE_URL`. */

/** @returns the closest of `names`, if it is at most a quarter of its letters away */
export const nearMiss = (given: string, names: readonly string[]): string | undefined => {
  const closest = names
    .map((name) => ({ name, distance: editDistance(given.toUpperCase(), name.toUpperCase()) }))
    .toSorted((left, right) => left.distance - right.distance)[0];
  return closest && closest.distance <= Math.floor(closest.name.length / 4) ? closest.name : undefined;
};

/** Letters to insert, delete or replace (Levenshtein), one row of the table at a time. */
const editDistance = (left: string, right: string): number => {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[right.length] ?? left.length;
};
