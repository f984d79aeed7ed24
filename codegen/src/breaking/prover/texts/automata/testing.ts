/** Walks in automata, and texts to walk with: for tests only. */
import { unknownState, type Machine } from './machine.js';

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
