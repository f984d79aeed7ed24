/** The texts of a space, one by one: the shortest first, and those that are easiest to read first among them. */
import { byReadability, type CharacterRange } from '../characters.js';
import type { LengthsLeft } from './lengths-left.js';
import type { Space } from './space.js';

export interface WordOptions {
  readonly lengthMin: number;
  readonly lengthMax: number;
  /** Of those that no automaton can tell apart; enough of them show what there is. */
  readonly charactersPerSymbolMax: number;
}

/** @returns whether these were all that the space has with so many characters per symbol; without end if there is none */
export function* wordsOf(space: Space, left: LengthsLeft, options: WordOptions): Generator<string, boolean> {
  const alphabet = space.symbols.map((ranges, symbol): Letter => {
    return {
      symbol,
      first: firstOf(readable(ranges)),
      characters: () => take(readable(ranges), options.charactersPerSymbolMax),
    };
  });
  alphabet.sort((one, other) => one.first - other.first);
  let length = left.nextLength(options.lengthMin, options.lengthMax);
  while (length !== undefined) {
    if (length === 'unknown' || length > lengthMaxOfMade) return false;
    yield* wordsOfLength(space, left, alphabet, length);
    length = left.nextLength(length + 1, options.lengthMax);
  }
  return true;
}

/** Longer ones are only counted. */
const lengthMaxOfMade = 100_000;

interface Letter {
  readonly symbol: number;
  /** Rank of its most readable character. */
  readonly first: number;
  readonly characters: () => Iterable<Character>;
}

interface Character {
  readonly text: string;
  readonly rank: number;
}

function* wordsOfLength(
  space: Space,
  left: LengthsLeft,
  alphabet: readonly Letter[],
  length: number,
): Generator<string> {
  if (length === 0) {
    yield '';
    return;
  }
  const word: string[] = [];
  const branches = [branchesOf(space, left, alphabet, 0, length)];
  for (let last = branches.at(-1); last !== undefined; last = branches.at(-1)) {
    const { value: branch } = last.next();
    if (branch === undefined) {
      branches.pop();
      word.pop();
      continue;
    }
    word[branches.length - 1] = branch.text;
    if (branches.length === length) yield word.join('');
    else branches.push(branchesOf(space, left, alphabet, branch.target, length - branches.length));
  }
}

interface Branch {
  readonly text: string;
  readonly target: number;
}

function* branchesOf(
  space: Space,
  left: LengthsLeft,
  alphabet: readonly Letter[],
  state: number,
  remaining: number,
): Generator<Branch, undefined> {
  for (const { symbol, characters } of alphabet) {
    const target = space.next[state * space.symbols.length + symbol] ?? -1;
    if (target < 0 || left.canEndAfter(remaining - 1, target) !== true) continue;
    for (const { text } of characters()) yield { text, target };
  }
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

const firstOf = (characters: Iterable<Character>): number => {
  for (const { rank } of characters) return rank;
  return Infinity;
};

function* take(characters: Iterable<Character>, max: number): Generator<Character> {
  let count = 0;
  for (const character of characters) {
    if (count >= max) return;
    count += 1;
    yield character;
  }
}
