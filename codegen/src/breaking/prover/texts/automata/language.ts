/** The texts that match a pattern, as an automaton; or two that have them between them, where one cannot say it. */
import { withoutLongRepetition } from './long-repetition.js';
import { machineOf, type Machine } from './machine.js';
import { patternTree } from './pattern-tree.js';
import { isTooLarge, programOf } from './program.js';
import { anyText, nothing } from './tree.js';

/** `inner` ⊆ what matches ⊆ `outer`, both of texts of the lengths given. */
export interface Language {
  readonly inner: Machine;
  readonly outer: Machine;
  /** In code points; no other text matches. */
  readonly lengthMin: number;
  readonly lengthMax: number;
}

/** @param pattern that compiles with the flag `u` */
export const languageOf = (pattern: string): Language => {
  const known = languages.get(pattern);
  if (known !== undefined) return known;
  const language = newLanguage(pattern);
  languages.set(pattern, language);
  return language;
};

/** Between what matches one pattern, which has no long repetition, and what matches another. */
export const languageBetween = (inner: string, outer: string): Language => ({
  ...languageOf(outer),
  inner: languageOf(inner).inner,
});

const languages = new Map<string, Language>();

const newLanguage = (pattern: string): Language => {
  const { tree, isExact } = patternTree(pattern, 'over');
  const { tree: shorter, lengthMin, lengthMax } = withoutLongRepetition(tree);
  const outer = isTooLarge(shorter) ? anyText : shorter;
  if (isExact && outer === shorter) {
    const machine = machineOf(programOf(shorter));
    return { inner: machine, outer: machine, lengthMin, lengthMax };
  }
  const { tree: inner } = patternTree(pattern, 'under');
  return {
    inner: machineOf(programOf(isTooLarge(inner) ? nothing : inner)),
    outer: machineOf(programOf(isTooLarge(tree) ? anyText : tree)),
    lengthMin: 0,
    lengthMax: Infinity,
  };
};
