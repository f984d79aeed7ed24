/** What a problem asks of texts as searches in spaces of automata. */
import { formatLanguageOf } from './formats/index.js';
import { languageOf } from './automata/language.js';
import type { Condition } from './automata/space.js';
import type { Machine } from './automata/machine.js';
import type { TextProblem } from './text-problem.js';

/** Texts are the solutions of one of the cases or of another. */
export interface Case {
  readonly lengthMin: number;
  readonly lengthMax: number;
  readonly constraints: readonly Constraint[];
}

export interface Constraint {
  readonly inner: Machine;
  readonly outer: Machine;
  readonly isWanted: boolean;
}

/** At least what is asked for: no text beyond is a solution. */
export const atLeast = (constraints: readonly Constraint[]): readonly Condition[] =>
  constraints.map(({ inner, outer, isWanted }) => ({ machine: isWanted ? outer : inner, isWanted }));

/** At most what is asked for: each text is a solution. */
export const atMost = (constraints: readonly Constraint[]): readonly Condition[] =>
  constraints.map(({ inner, outer, isWanted }) => ({ machine: isWanted ? inner : outer, isWanted }));

export const isExact = (constraints: readonly Constraint[]): boolean =>
  constraints.every(({ inner, outer }) => inner === outer);

export const casesOf = (problem: TextProblem): readonly Case[] => {
  const constraints: Constraint[] = [
    ...[...new Set(problem.patterns)].map((pattern) => patternConstraint(pattern, true)),
    ...[...new Set(problem.notPatterns)].map((pattern) => patternConstraint(pattern, false)),
  ];
  let { lengthMax } = problem;
  for (const format of new Set(problem.formats)) {
    lengthMax = Math.min(lengthMax, formatLanguageOf(format).lengthMax);
    constraints.push(formatConstraint(format, true));
  }
  const lengthMin = Math.max(0, Math.ceil(problem.lengthMin));
  let cases: readonly Case[] = [{ lengthMin, lengthMax: Math.floor(lengthMax), constraints }];
  for (const format of new Set(problem.notFormats)) cases = cases.flatMap((one) => withoutFormat(one, format));
  return cases.filter((one) => one.lengthMin <= one.lengthMax);
};

/** A text is not of a format because of its characters or because it is too long. */
const withoutFormat = (one: Case, format: string): readonly Case[] => {
  const { lengthMax } = formatLanguageOf(format);
  const otherwise: Case = { ...one, constraints: [...one.constraints, formatConstraint(format, false)] };
  if (lengthMax === Infinity) return [otherwise];
  return [otherwise, { ...one, lengthMin: Math.max(one.lengthMin, lengthMax + 1) }];
};

const patternConstraint = (pattern: string, isWanted: boolean): Constraint => ({ ...languageOf(pattern), isWanted });

const formatConstraint = (format: string, isWanted: boolean): Constraint => {
  const { inner, outer } = formatLanguageOf(format);
  return { inner, outer, isWanted };
};
