/** Whether a text satisfies all that is asked, said by `RegExp`, the lengths and the functions of formats themselves. */
import { formats } from '../../../emit/formats/index.js';
import { codePointsIn } from './characters.js';
import { matches } from './pattern-matching.js';
import type { TextProblem } from './text-problem.js';

export const satisfies = (problem: TextProblem, text: string): boolean => {
  const length = codePointsIn(text);
  return (
    length >= problem.lengthMin &&
    length <= problem.lengthMax &&
    !problem.excluded.has(text) &&
    problem.patterns.every((pattern) => matches(pattern, text) === true) &&
    problem.notPatterns.every((pattern) => matches(pattern, text) === false) &&
    problem.formats.every((name) => isOfFormat(name, text) === true) &&
    problem.notFormats.every((name) => isOfFormat(name, text) === false)
  );
};

/** @returns `undefined` for what is no format of texts */
const isOfFormat = (name: string, text: string): boolean | undefined => {
  const format = formats.get(name);
  return format?.type === 'string' ? format.validate(text) : undefined;
};
