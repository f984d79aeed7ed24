/** Characters that automata cannot tell apart are one symbol to them. */
import type { CharSet } from 'refa';
import { codePointMax, type CharacterRange } from '../characters.js';

/** A partition of all code points: those from `starts[i]` to before `starts[i + 1]` are the symbol `symbols[i]`. */
export interface Alphabet {
  readonly starts: readonly number[];
  readonly symbols: readonly number[];
  /** Symbols are the numbers below. */
  readonly size: number;
}

/** @returns the coarsest alphabet whose symbols are each inside or outside of each set, and which are inside */
export const alphabetOf = (
  sets: readonly CharSet[],
): { readonly alphabet: Alphabet; readonly isInSet: (set: number, symbol: number) => boolean } => {
  const parts = sets.map((set): Alphabet => {
    const starts: number[] = [];
    const symbols: number[] = [];
    const add = (start: number, symbol: number): void => {
      if (start > codePointMax) return;
      starts.push(start);
      symbols.push(symbol);
    };
    if (set.ranges[0]?.min !== 0) add(0, 0);
    for (const { min, max } of set.ranges) {
      add(min, 1);
      add(max + 1, 0);
    }
    return { starts, symbols, size: 2 };
  });
  const { alphabet, meanings } = refined(parts);
  return { alphabet, isInSet: (set, symbol) => meanings[symbol]?.[set] === 1 };
};

/** @returns the coarsest alphabet that tells apart what any of them does, and what its symbols are in each */
export const refined = (
  alphabets: readonly Alphabet[],
): { readonly alphabet: Alphabet; readonly meanings: readonly (readonly number[])[] } => {
  const at = alphabets.map(() => 0);
  const known = new Map<string, number>();
  const meanings: (readonly number[])[] = [];
  const starts: number[] = [];
  const symbols: number[] = [];
  for (let start = 0; start <= codePointMax;) {
    const meaning = alphabets.map(({ symbols: own }, index) => own[at[index] ?? 0] ?? 0);
    const key = meaning.join();
    let symbol = known.get(key);
    if (symbol === undefined) {
      symbol = meanings.length;
      known.set(key, symbol);
      meanings.push(meaning);
    }
    if (symbols.at(-1) !== symbol) {
      starts.push(start);
      symbols.push(symbol);
    }
    start = nextStart(alphabets, at);
    moveTo(start, alphabets, at);
  }
  return { alphabet: { starts, symbols, size: meanings.length }, meanings };
};

/** @returns by symbol, in ascending order */
export const rangesBySymbol = ({ starts, symbols, size }: Alphabet): readonly (readonly CharacterRange[])[] => {
  const ranges: CharacterRange[][] = Array.from({ length: size }, () => []);
  for (const [index, symbol] of symbols.entries()) {
    ranges[symbol]?.push({ min: starts[index] ?? 0, max: (starts[index + 1] ?? codePointMax + 1) - 1 });
  }
  return ranges;
};

const nextStart = (alphabets: readonly Alphabet[], at: readonly number[]): number => {
  let next = codePointMax + 1;
  for (const [index, { starts }] of alphabets.entries()) next = Math.min(next, starts[(at[index] ?? 0) + 1] ?? next);
  return next;
};

const moveTo = (start: number, alphabets: readonly Alphabet[], at: number[]): void => {
  for (const [index, { starts }] of alphabets.entries()) {
    const next = (at[index] ?? 0) + 1;
    if (starts[next] === start) at[index] = next;
  }
};
