/** Texts that meet conditions, from the space of them, or a proof that there is none. */
import { LengthsLeft } from './lengths-left.js';
import { spaceOf, type Condition, type Space } from './space.js';
import { wordsOf } from './words.js';
import type { TextCheck, Texts } from '../text-problem.js';

export interface Search {
  readonly conditions: readonly Condition[];
  readonly lengthMin: number;
  readonly lengthMax: number;
  /** Asked of every text that is found: there may be more to it than the conditions. */
  readonly check: (text: string) => TextCheck;
  /** So many may be refused for another reason than that conditions are only nearly what is asked for. */
  readonly refusedMax: number;
}

export const solutionsOf = (search: Search, limit: number): Texts => {
  const { space, left } = exploredOf(search);
  const found = new Set<string>();
  let tried = 0;
  let slow = 0;
  let charactersMade = 0;
  for (const order of orders) {
    if (slow > 0 && order.charactersPerSymbolMax === Infinity) break;
    if (slow === 0 && !order.isMostReadableFirst) continue;
    const words = wordsOf(space, left, { ...search, ...order });
    const slowBefore = slow;
    let word = words.next();
    for (; word.done !== true && slow - slowBefore < slowMax; word = words.next()) {
      tried += 1;
      charactersMade += word.value.length;
      const check = search.check(word.value);
      if (check === 'solution') found.add(word.value);
      if (check === 'slow') slow += 1;
      if (found.size >= limit) return { found: [...found], isComplete: false, reason: undefined };
      if (tried > triedMax + search.refusedMax || charactersMade > charactersMadeMax) {
        return unfinished(found, `Of the first ${tried} texts that could be one, ${found.size} are.`);
      }
    }
    if (word.value === false) return unfinished(found, 'Texts are too long to be made.');
    if (tried === 0) break;
  }
  if (slow > 0) return unfinished(found, 'Whether a text matches a pattern takes too long to be said.');
  if (!space.isWhole) return unfinished(found, 'The patterns and formats together are too large to be compared.');
  return { found: [...found], isComplete: true, reason: undefined };
};

/** The second is for patterns that are slow on the texts that are tried first, and quick on a text that is quite another. */
const orders = [
  { charactersPerSymbolMax: 2, isMostReadableFirst: true },
  { charactersPerSymbolMax: 2, isMostReadableFirst: false },
  { charactersPerSymbolMax: Infinity, isMostReadableFirst: true },
];

/** Each takes some hundredths of a second. */
const slowMax = 3;

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
