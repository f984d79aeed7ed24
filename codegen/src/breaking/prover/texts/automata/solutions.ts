/** Texts that meet conditions, from the space of them, or a proof that there is none. */
import { LengthsLeft } from './lengths-left.js';
import { spaceOf, type Condition, type Space } from './space.js';
import { wordsOf } from './words.js';
import type { Texts } from '../text-problem.js';

export interface Search {
  readonly conditions: readonly Condition[];
  readonly lengthMin: number;
  readonly lengthMax: number;
  /** Said of every text that is found: it may ask for more than the conditions do. */
  readonly accepts: (text: string) => boolean;
  /** So many may be refused for another reason than that conditions are only nearly what is asked for. */
  readonly refusedMax: number;
}

export const solutionsOf = (search: Search, limit: number): Texts => {
  const { space, left } = exploredOf(search);
  const found = new Set<string>();
  let tried = 0;
  let charactersMade = 0;
  for (const charactersPerSymbolMax of [2, Infinity]) {
    const words = wordsOf(space, left, { ...search, charactersPerSymbolMax });
    let word = words.next();
    for (; word.done !== true; word = words.next()) {
      tried += 1;
      charactersMade += word.value.length;
      if (search.accepts(word.value)) found.add(word.value);
      if (found.size >= limit) return { found: [...found], isComplete: false, reason: undefined };
      if (tried > triedMax + search.refusedMax || charactersMade > charactersMadeMax) {
        return unfinished(found, `None of the first ${tried} texts that could be one is.`);
      }
    }
    if (!word.value) return unfinished(found, 'Texts are too long to be made.');
    if (tried === 0) break;
  }
  if (!space.isWhole) return unfinished(found, 'The patterns and formats together are too large to be compared.');
  return { found: [...found], isComplete: true, reason: undefined };
};

const unfinished = (found: ReadonlySet<string>, reason: string): Texts => ({
  found: [...found],
  isComplete: false,
  reason,
});

/** Texts are checked one by one where conditions are only nearly what is asked for. */
const triedMax = 5_000;

const charactersMadeMax = 5_000_000;

interface Explored {
  readonly space: Space;
  readonly left: LengthsLeft;
}

const exploredOf = ({ conditions, lengthMax }: Search): Explored => {
  const key = [lengthMax, ...conditions.map(({ machine, isWanted }) => (isWanted ? machine.id : -machine.id))].join();
  const known = explored.get(key);
  if (known !== undefined) return known;
  const space = spaceOf(conditions, lengthMax);
  if (waysKept > waysKeptMax) {
    explored.clear();
    waysKept = 0;
  }
  waysKept += space.next.length;
  const result = { space, left: new LengthsLeft(space) };
  explored.set(key, result);
  return result;
};

const explored = new Map<string, Explored>();
let waysKept = 0;

/** About a hundred megabytes. */
const waysKeptMax = 5_000_000;
