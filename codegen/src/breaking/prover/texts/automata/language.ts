/** The texts that match a pattern, as an automaton; or two that have them between them, where one cannot say it. */
import { machineOf, type Machine } from './machine.js';
import { patternTree } from './pattern-tree.js';
import { isTooLarge, programOf } from './program.js';
import { anyText, nothing } from './tree.js';

/** `inner` ⊆ what matches ⊆ `outer`. */
export interface Language {
  readonly inner: Machine;
  readonly outer: Machine;
}

/** @param pattern that compiles with the flag `u` */
export const languageOf = (pattern: string): Language => {
  const known = languages.get(pattern);
  if (known !== undefined) return known;
  const language = newLanguage(pattern);
  languages.set(pattern, language);
  return language;
};

/** Between what matches in one pattern at least, and what can match in another at most. */
export const languageBetween = (inner: string, outer: string): Language => ({
  inner: languageOf(inner).inner,
  outer: languageOf(outer).outer,
});

const languages = new Map<string, Language>();

const newLanguage = (pattern: string): Language => {
  const { tree, isExact } = patternTree(pattern, 'over');
  const outer = isTooLarge(tree) ? anyText : tree;
  if (isExact && outer === tree) {
    const machine = machineOf(programOf(tree));
    return { inner: machine, outer: machine };
  }
  const { tree: inner } = patternTree(pattern, 'under');
  return { inner: machineOf(programOf(isTooLarge(inner) ? nothing : inner)), outer: machineOf(programOf(outer)) };
};
