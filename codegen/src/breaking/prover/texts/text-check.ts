/** Whether a text satisfies all that is asked, said by `RegExp`, the lengths and the functions of formats themselves. */
import { formats } from '../../../emit/formats/index.js';
import { isQuick } from './automata/backtracking.js';
import { codePointsIn } from './characters.js';
import { matches } from './pattern-matching.js';
import type { TextCheck, TextProblem } from './text-problem.js';

export const checkText = (problem: TextProblem, text: string): TextCheck => {
  if (!hasLengthAndFormats(problem, text)) return 'none';
  const all = [...problem.patterns, ...problem.notPatterns];
  if (!all.every((pattern) => isQuick(pattern, text))) return 'slow';
  return hasPatterns(problem, text) ? 'solution' : 'none';
};

/** However long it takes. */
export const satisfies = (problem: TextProblem, text: string): boolean =>
  hasLengthAndFormats(problem, text) && hasPatterns(problem, text);

const hasLengthAndFormats = (problem: TextProblem, text: string): boolean => {
  const length = codePointsIn(text);
  return (
    length >= problem.lengthMin &&
    length <= problem.lengthMax &&
    !problem.excluded.has(text) &&
    problem.formats.every((name) => isOfFormat(name, text) === true) &&
    problem.notFormats.every((name) => isOfFormat(name, text) === false)
  );
};

const hasPatterns = ({ patterns, notPatterns }: TextProblem, text: string): boolean =>
  patterns.every((pattern) => matches(pattern, text) === true) &&
  notPatterns.every((pattern) => matches(pattern, text) === false);

/** @returns `undefined` for what is no format of texts */
const isOfFormat = (name: string, text: string): boolean | undefined => {
  const format = formats.get(name);
  return format?.type === 'string' ? format.validate(text) : undefined;
};
