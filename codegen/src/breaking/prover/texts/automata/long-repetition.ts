/** Patterns such as `^[a-z]{1,4000}$`, which would need a state for each character that is counted. */
import { any, type Tree } from './tree.js';

export interface Shorter {
  readonly tree: Tree;
  /** Of texts, in code points. */
  readonly lengthMin: number;
  readonly lengthMax: number;
}

/**
 * Where a pattern is about the whole text and all of it but one repetition is of one length, the length of the text says
 * how often that is repeated: what matches is what would if it were repeated at will, and is of such a length.
 * @returns the tree itself if it is not so, or there is no need
 */
export const withoutLongRepetition = (tree: Tree): Shorter => {
  const unchanged: Shorter = { tree, lengthMin: 0, lengthMax: Infinity };
  const [start, ...others] = flat(tree);
  const end = others.pop();
  if (start?.kind !== 'start' || end?.kind !== 'look' || end.body !== any || !end.isNegated) return unchanged;
  const [at, ...more] = [...others.keys()].filter((index) => lengthOf(others[index]) === undefined);
  const repeat = at === undefined ? undefined : others[at];
  if (at === undefined || more.length > 0 || repeat?.kind !== 'repeat') return unchanged;
  const each = lengthOf(repeat.body);
  const counted = repeat.max === Infinity ? repeat.min : repeat.max;
  if (each === undefined || each === 0 || counted <= countedMax) return unchanged;
  const fixed = others.reduce((sum, part) => sum + (lengthOf(part) ?? 0), 0);
  return {
    tree: { kind: 'sequence', parts: [start, ...others.with(at, { ...repeat, min: 0, max: Infinity }), end] },
    lengthMin: fixed + each * repeat.min,
    lengthMax: fixed + each * repeat.max,
  };
};

/** Up to there states are cheaper than cases. */
const countedMax = 40;

const flat = (tree: Tree): readonly Tree[] => (tree.kind === 'sequence' ? tree.parts.flatMap(flat) : [tree]);

/** @returns of everything that matches, or `undefined` if that differs */
const lengthOf = (tree: Tree | undefined): number | undefined => {
  switch (tree?.kind) {
    case 'character':
      return 1;
    case 'sequence':
      return sumOf(tree.parts.map(lengthOf));
    case 'choice': {
      const [first, ...others] = tree.options.map(lengthOf);
      return others.every((other) => other === first) ? first : undefined;
    }
    case 'repeat': {
      const each = lengthOf(tree.body);
      if (each === 0) return 0;
      return each === undefined || tree.min !== tree.max ? undefined : each * tree.min;
    }
    case 'start':
    case 'look':
      return 0;
    default:
      return undefined;
  }
};

const sumOf = (lengths: readonly (number | undefined)[]): number | undefined => {
  let sum = 0;
  for (const length of lengths) {
    if (length === undefined) return undefined;
    sum += length;
  }
  return sum;
};
