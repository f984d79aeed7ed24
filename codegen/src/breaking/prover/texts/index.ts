/** Which texts satisfy lengths, patterns and formats at once: examples of them, or a proof that there is none. */
import { formats } from '../../../emit/formats/index.js';
import { codePointsIn } from './characters.js';
import { matches } from './pattern-matching.js';
import { textsByLength } from './texts-by-length.js';
import type { TextProblem, Texts } from './text-problem.js';

export { matches } from './pattern-matching.js';
export type { TextProblem, Texts } from './text-problem.js';

/** Deterministic: its limits are counts. */
export const textsOf = (problem: TextProblem, limit: number): Texts => {
  const { patterns, notPatterns, formats: wanted, notFormats, excluded } = problem;
  if (patterns.length + notPatterns.length + wanted.length + notFormats.length === 0)
    return textsByLength(problem, limit);
  const found = [...textsByLength({ ...problem, excluded }, 50).found].filter((text) => isSolution(problem, text));
  return {
    found: found.slice(0, limit),
    isComplete: false,
    reason: found.length < limit ? 'Patterns and formats are not decided yet.' : undefined,
  };
};

const isSolution = (problem: TextProblem, text: string): boolean => {
  const length = codePointsIn(text);
  return (
    length >= problem.lengthMin &&
    length <= problem.lengthMax &&
    !problem.excluded.has(text) &&
    problem.patterns.every((pattern) => matches(pattern, text) === true) &&
    problem.notPatterns.every((pattern) => matches(pattern, text) === false) &&
    problem.formats.every((name) => hasFormat(name, text)) &&
    !problem.notFormats.some((name) => hasFormat(name, text))
  );
};

const hasFormat = (name: string, text: string): boolean => {
  const format = formats.get(name);
  return format?.type === 'string' && format.validate(text);
};
