/** Which texts satisfy lengths, patterns and formats at once: examples of them, or a proof that there is none. */
import { textsByLanguage } from './texts-by-language.js';
import { textsByLength } from './texts-by-length.js';
import type { TextProblem, Texts } from './text-problem.js';

export { matches } from './pattern-matching.js';
export type { TextProblem, Texts } from './text-problem.js';

/** Deterministic: its limits are counts. */
export const textsOf = (problem: TextProblem, limit: number): Texts => {
  const { patterns, notPatterns, formats, notFormats } = problem;
  const isAboutLength = patterns.length + notPatterns.length + formats.length + notFormats.length === 0;
  return isAboutLength ? textsByLength(problem, limit) : textsByLanguage(problem, limit);
};
