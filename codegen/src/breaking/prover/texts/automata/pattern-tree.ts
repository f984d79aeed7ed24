/** From the text of a `pattern` to its tree. */
import { RegExpParser, type AST } from '@eslint-community/regexpp';
import { setOf, wordCharacter } from './character-sets.js';
import { any, anyText, empty, isEmptyMatch, nothing, pair, type Tree } from './tree.js';

/**
 * What a regular language cannot say (back-references) or we do not (looking ahead while looking behind) is replaced.
 * `over`: by something that matches more, `under`: by something that matches less.
 */
export type Rounding = 'over' | 'under';

export interface PatternTree {
  readonly tree: Tree;
  /** Nothing was replaced. */
  readonly isExact: boolean;
}

/** @param pattern that compiles with the flag `u` */
export const patternTree = (pattern: string, rounding: Rounding): PatternTree => {
  const parsed = parse(pattern);
  if (parsed === undefined) return { tree: rounding === 'over' ? anyText : nothing, isExact: false };
  const reader = new TreeReader();
  const tree = reader.choice(parsed.alternatives, { rounding, isBehind: false, isCopy: false });
  if (isEmptyMatch(tree, true) && !isEmptyMatch(tree, false)) return withPairs(tree, rounding);
  return { tree, isExact: reader.isExact };
};

/**
 * V8 looks for a match between the two units of a character beyond 0xFFFF, too, where nothing can be read but `\B` or
 * `(?!a)` is true; ECMAScript would not have it so. Validators run on V8 and may be run elsewhere.
 */
const withPairs = (tree: Tree, rounding: Rounding): PatternTree => {
  return { tree: rounding === 'over' ? { kind: 'choice', options: [tree, pair] } : tree, isExact: false };
};

/** @returns `undefined` for syntax that is younger than the parser */
const parse = (pattern: string): AST.Pattern | undefined => {
  try {
    return new RegExpParser({ ecmaVersion: 2024 }).parsePattern(pattern, 0, pattern.length, { unicode: true });
  } catch {
    return undefined;
  }
};

interface Place {
  readonly rounding: Rounding;
  readonly isBehind: boolean;
  /** What a back-reference may repeat: the group again, but not where its conditions were met. */
  readonly isCopy: boolean;
}

class TreeReader {
  isExact = true;

  choice(alternatives: readonly AST.Alternative[], place: Place): Tree {
    const options = alternatives.map(({ elements }): Tree => {
      return { kind: 'sequence', parts: elements.map((element) => this.#element(element, place)) };
    });
    return options.length === 1 && options[0] !== undefined ? options[0] : { kind: 'choice', options };
  }

  #element(node: AST.Element, place: Place): Tree {
    switch (node.type) {
      case 'Group':
        return node.modifiers === null ? this.choice(node.alternatives, place) : this.#replaced(anyText, place);
      case 'CapturingGroup':
        return this.choice(node.alternatives, place);
      case 'Quantifier':
        return { kind: 'repeat', body: this.#element(node.element, place), min: node.min, max: node.max };
      case 'Assertion':
        return place.isCopy ? empty : this.#assertion(node, place);
      case 'Backreference':
        return this.#replaced(this.#repeated(node, place), place);
      case 'Character':
      case 'CharacterSet':
      case 'CharacterClass': {
        const set = setOf(node);
        return set === undefined ? this.#replaced(anyText, place) : { kind: 'character', set };
      }
      default:
        return this.#replaced(anyText, place);
    }
  }

  #assertion(node: AST.Assertion, place: Place): Tree {
    const isAhead = node.kind === 'lookahead' || node.kind === 'end' || node.kind === 'word';
    if (isAhead && place.isBehind) return this.#replaced(empty, place);
    switch (node.kind) {
      case 'start':
        return { kind: 'start' };
      case 'end':
        return { kind: 'look', to: 'ahead', isNegated: true, body: any };
      case 'word':
        return wordBoundary(node.negate);
      default: {
        const rounding = node.negate ? opposite(place.rounding) : place.rounding;
        const body = this.choice(node.alternatives, { ...place, rounding, isBehind: !isAhead || place.isBehind });
        return { kind: 'look', to: isAhead ? 'ahead' : 'behind', isNegated: node.negate, body };
      }
    }
  }

  /** A back-reference matches what its group matched, or nothing at all if that has not matched anything. */
  #repeated(node: AST.Backreference, place: Place): Tree {
    const groups = [node.resolved].flat();
    // A reference in what is referred to would not end.
    if (place.isCopy) return anyText;
    const copy: Place = { ...place, isCopy: true };
    return { kind: 'choice', options: [empty, ...groups.map((group) => this.choice(group.alternatives, copy))] };
  }

  #replaced(more: Tree, { rounding }: Place): Tree {
    this.isExact = false;
    return rounding === 'over' ? more : nothing;
  }
}

const opposite = (rounding: Rounding): Rounding => (rounding === 'over' ? 'under' : 'over');

const wordBoundary = (isNegated: boolean): Tree => {
  const word: Tree = { kind: 'character', set: wordCharacter };
  const look = (to: 'ahead' | 'behind', isWord: boolean): Tree => ({
    kind: 'look',
    to,
    isNegated: !isWord,
    body: word,
  });
  const both = (isWordBehind: boolean, isWordAhead: boolean): Tree => {
    return { kind: 'sequence', parts: [look('behind', isWordBehind), look('ahead', isWordAhead)] };
  };
  return { kind: 'choice', options: [both(true, isNegated), both(false, !isNegated)] };
};
