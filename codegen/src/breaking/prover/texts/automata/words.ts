/** The texts of a space, one by one: the shortest first, and those that are easiest to read first among them, or last. */
import { byReadability, type CharacterRange } from '../characters.js';
import type { LengthsLeft } from './lengths-left.js';
import type { Space } from './space.js';

export interface WordOptions {
  readonly lengthMin: number;
  readonly lengthMax: number;
  /** Of those that no automaton can tell apart; enough of them show what there is. */
  readonly charactersPerSymbolMax: number;
  /** Or least; each symbol by its most readable characters, in any case. */
  readonly isMostReadableFirst: boolean;
}

/** @returns whether these were all that the space has with so many characters per symbol; without end if there is none */
export function* wordsOf(space: Space, left: LengthsLeft, options: WordOptions): Generator<string, boolean> {
  const branches = new Branches(space, left, options);
  let length = left.nextLength(options.lengthMin, options.lengthMax);
  while (length !== undefined) {
    if (length === 'unknown' || length > lengthMaxOfMade) return false;
    yield* wordsOfLength(branches, length);
    length = left.nextLength(length + 1, options.lengthMax);
  }
  return true;
}

/** Longer ones are only counted. */
const lengthMaxOfMade = 100_000;

function* wordsOfLength(branches: Branches, length: number): Generator<string> {
  if (length === 0) {
    yield '';
    return;
  }
  const word: string[] = [];
  const open = [branches.of(0, length)];
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    const branch = last.next().value;
    if (branch === undefined) {
      open.pop();
      word.pop();
      continue;
    }
    word[open.length - 1] = branch.text;
    if (open.length === length) yield word.join('');
    else open.push(branches.of(branch.target, length - open.length));
  }
}

interface Branch {
  readonly text: string;
  readonly target: number;
}

/** Ways on from a state, those that come to an end in time. */
class Branches {
  readonly #space: Space;
  readonly #left: LengthsLeft;
  readonly #charactersPerSymbolMax: number;
  readonly #symbols: readonly number[];
  /** By the states that one may come to, and by the state; only where they are few. */
  readonly #known = new Map<Uint8Array, Map<number, readonly Branch[]>>();

  constructor(space: Space, left: LengthsLeft, options: WordOptions) {
    this.#space = space;
    this.#left = left;
    this.#charactersPerSymbolMax = options.charactersPerSymbolMax;
    const ranks = space.symbols.map(rankOf);
    const symbols = [...ranks.keys()].toSorted((one, other) => (ranks[one] ?? 0) - (ranks[other] ?? 0));
    this.#symbols = options.isMostReadableFirst ? symbols : symbols.toReversed();
  }

  of(state: number, remaining: number): Iterator<Branch, undefined> {
    const targets = this.#left.statesThatEndAfter(remaining - 1);
    if (targets === undefined) return noBranches.values();
    if (this.#charactersPerSymbolMax === Infinity) return this.#find(state, targets);
    let known = this.#known.get(targets);
    if (known === undefined) {
      known = new Map();
      this.#known.set(targets, known);
    }
    let branches = known.get(state);
    if (branches === undefined) {
      branches = [...this.#find(state, targets)];
      known.set(state, branches);
    }
    return branches.values();
  }

  *#find(state: number, targets: Uint8Array): Generator<Branch, undefined> {
    const { next, symbols } = this.#space;
    for (const symbol of this.#symbols) {
      const target = next[state * symbols.length + symbol] ?? -1;
      if (target < 0 || targets[target] !== 1) continue;
      let count = 0;
      for (const { text } of readable(symbols[symbol] ?? [])) {
        if (count >= this.#charactersPerSymbolMax) break;
        count += 1;
        yield { text, target };
      }
    }
  }
}

const noBranches: readonly Branch[] = [];

interface Character {
  readonly text: string;
  /** The place in the order of readability. */
  readonly rank: number;
}

function* readable(ranges: readonly CharacterRange[]): Generator<Character> {
  let before = 0;
  for (const good of byReadability) {
    for (const range of ranges) {
      const max = Math.min(range.max, good.max);
      for (let code = Math.max(range.min, good.min); code <= max; code += 1) {
        yield { text: String.fromCodePoint(code), rank: before + code - good.min };
      }
    }
    before += good.max - good.min + 1;
  }
}

const rankOf = (ranges: readonly CharacterRange[]): number => {
  for (const { rank } of readable(ranges)) return rank;
  return Infinity;
};
