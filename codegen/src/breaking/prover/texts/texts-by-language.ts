/** Texts of patterns and formats: a search in the space of automata, case by case. */
import { formats } from '../../../emit/formats/index.js';
import { formatExamples } from './formats/examples.js';
import { solutionsOf } from './automata/solutions.js';
import { expressionOf } from './pattern-matching.js';
import { checkText } from './text-check.js';
import { atLeast, atMost, casesOf, isExact, type Case } from './text-conditions.js';
import type { Condition } from './automata/space.js';
import type { TextProblem, Texts } from './text-problem.js';

export const textsByLanguage = (problem: TextProblem, limit: number): Texts => {
  const broken = [...problem.patterns, ...problem.notPatterns].find((pattern) => expressionOf(pattern) === undefined);
  if (broken !== undefined) return { found: [], isComplete: false, reason: `The pattern ${broken} does not compile.` };
  const unknown = [...problem.formats, ...problem.notFormats].find((name) => formats.get(name)?.type !== 'string');
  if (unknown !== undefined) return { found: [], isComplete: false, reason: `The format ${unknown} is none of texts.` };
  if (isContradiction(problem)) return { found: [], isComplete: true, reason: undefined };
  const found = new Set(examplesFor(problem).filter((text) => checkText(problem, text) === 'solution'));
  if (found.size >= limit) return enough(found, limit);
  const reasons: string[] = [];
  const cases = casesOf(problem);
  if (cases === undefined)
    return { found: [...found], isComplete: false, reason: 'There are too many cases of lengths.' };
  for (const one of cases) {
    const texts = textsOfCase(problem, one, limit);
    for (const text of texts.found) found.add(text);
    if (found.size >= limit) return enough(found, limit);
    // Fewer than were asked for: either they are all, or it says why not.
    if (!texts.isComplete) reasons.push(texts.reason ?? 'Not all texts were looked at.');
  }
  if (reasons.length === 0) return { found: [...found], isComplete: true, reason: undefined };
  return { found: [...found], isComplete: false, reason: reasons[0] };
};

const enough = (found: ReadonlySet<string>, limit: number): Texts => {
  return { found: [...found].slice(0, limit), isComplete: false, reason: undefined };
};

/** Also of what no automaton knows. */
const isContradiction = ({ patterns, notPatterns, formats: wanted, notFormats }: TextProblem): boolean =>
  patterns.some((pattern) => notPatterns.includes(pattern)) || wanted.some((format) => notFormats.includes(format));

/**
 * Where languages are only known to lie between two, what is surely a solution comes first, then what could be one is
 * checked text by text.
 */
const textsOfCase = (problem: TextProblem, one: Case, limit: number): Texts => {
  if (isExact(one.constraints)) return search(problem, one, atLeast(one.constraints), limit);
  const sure = search(problem, one, atMost(one.constraints), limit);
  if (sure.found.length >= limit) return sure;
  const possible = search(problem, one, atLeast(one.constraints), limit);
  if (possible.isComplete) return possible;
  const found = [...new Set([...sure.found, ...possible.found])].slice(0, limit);
  return { found, isComplete: false, reason: found.length < limit ? possible.reason : undefined };
};

const search = (problem: TextProblem, one: Case, conditions: readonly Condition[], limit: number): Texts =>
  solutionsOf(
    {
      conditions,
      lengthMin: one.lengthMin,
      lengthMax: one.lengthMax,
      check: (text) => checkText(problem, text),
      refusedMax: problem.excluded.size,
    },
    limit,
  );

/** Where no format is asked for, the simplest text is better than one that is nearly of a format. */
const examplesFor = ({ formats: wanted, notFormats }: TextProblem): readonly string[] =>
  (wanted.length === 0 ? notFormats.filter((format) => format === 'regex') : [...wanted, ...notFormats]).flatMap(
    (format) => formatExamples.get(format) ?? [],
  );
