/** Regular expressions as little as automata need to know of them. */
import { CharSet } from 'refa';
import { codePointMax } from '../characters.js';
import { anyCharacter } from './character-sets.js';

export type Tree =
  | { readonly kind: 'character'; readonly set: CharSet }
  | { readonly kind: 'sequence'; readonly parts: readonly Tree[] }
  /** Without options it matches nothing, not even the empty text. */
  | { readonly kind: 'choice'; readonly options: readonly Tree[] }
  | { readonly kind: 'repeat'; readonly body: Tree; readonly min: number; readonly max: number }
  /** At the start of the text. */
  | { readonly kind: 'start' }
  | { readonly kind: 'look'; readonly to: 'ahead' | 'behind'; readonly isNegated: boolean; readonly body: Tree };

export const empty: Tree = { kind: 'sequence', parts: [] };

export const nothing: Tree = { kind: 'choice', options: [] };

export const any: Tree = { kind: 'character', set: anyCharacter };

export const anyText: Tree = { kind: 'repeat', body: any, min: 0, max: Infinity };

/** Of two UTF-16 units. */
export const pair: Tree = {
  kind: 'character',
  set: CharSet.fromRange(codePointMax, { min: 0x10000, max: codePointMax }),
};

/** Whether it can match without reading, if looks that are not at a start or an end of the text say what they are taken to say. */
export const isEmptyMatch = (tree: Tree, looksSay: boolean): boolean => {
  switch (tree.kind) {
    case 'character':
    case 'start':
      return false;
    case 'sequence':
      return tree.parts.every((part) => isEmptyMatch(part, looksSay));
    case 'choice':
      return tree.options.some((option) => isEmptyMatch(option, looksSay));
    case 'repeat':
      return tree.min === 0 || isEmptyMatch(tree.body, looksSay);
    default:
      return looksSay && tree.body !== any && (tree.isNegated || tree.to === 'behind' || isEmptyMatch(tree.body, true));
  }
};

/** Whether it matches only at the start of a text. */
export const isAtStart = (tree: Tree): boolean => {
  switch (tree.kind) {
    case 'start':
      return true;
    case 'sequence': {
      const first = tree.parts.find((part) => part.kind !== 'look');
      return first !== undefined && isAtStart(first);
    }
    case 'choice':
      return tree.options.every(isAtStart);
    case 'repeat':
      return tree.min > 0 && isAtStart(tree.body);
    default:
      return false;
  }
};
