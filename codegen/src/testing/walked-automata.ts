/** Walks in automata, and texts to walk with: for tests only. */
import { codePointsIn } from '../breaking/prover/texts/characters.js';
import type { Language } from '../breaking/prover/texts/automata/language.js';
import { unknownState, type Machine } from '../breaking/prover/texts/automata/machine.js';

/** What is wrong with what a language says of a text, that is in it or not; `undefined` if nothing is. */
export const errorOf = (language: Language, text: string, isIn: boolean): string | undefined => {
  const length = codePointsIn(text);
  const hasLength = length >= language.lengthMin && length <= language.lengthMax;
  const isSure = hasLength && isAccepted(language.inner, text) === true;
  const isPossible = hasLength && isAccepted(language.outer, text) !== false;
  if (isIn && !isPossible) return `"${text}" is in it, but not said to be possible.`;
  if (!isIn && isSure) return `"${text}" is not in it, but said to be.`;
  return language.inner === language.outer && isSure !== isPossible ? `"${text}" is not known.` : undefined;
};

/** @returns `undefined` if the machine does not know */
export const isAccepted = (machine: Machine, text: string): boolean | undefined => {
  let state = machine.start;
  for (const character of text) state = machine.next(state, symbolOf(machine, character.codePointAt(0) ?? 0));
  return state === unknownState ? undefined : machine.isFinal(state);
};

/** All texts of at most so many of the characters. */
export const allTexts = (characters: readonly string[], lengthMax: number): readonly string[] => {
  let longest: readonly string[] = [''];
  const texts = [''];
  for (let length = 1; length <= lengthMax; length += 1) {
    longest = longest.flatMap((text) => characters.map((character) => text + character));
    texts.push(...longest);
  }
  return texts;
};

const symbolOf = ({ alphabet: { starts, symbols } }: Machine, code: number): number => {
  let low = 0;
  for (let high = starts.length - 1; low < high;) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= code) low = middle;
    else high = middle - 1;
  }
  return symbols[low] ?? 0;
};
