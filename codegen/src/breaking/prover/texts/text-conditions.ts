/** What a problem asks of texts as searches in spaces of automata. */
import { formatLanguageOf } from './formats/index.js';
import { languageOf, type Language } from './automata/language.js';
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

/** @returns `undefined` if there are too many */
export const casesOf = (problem: TextProblem): readonly Case[] | undefined => {
  const { patterns, notPatterns, formats, notFormats } = problem;
  const lengthMin = Math.max(0, Math.ceil(problem.lengthMin));
  let cases: readonly Case[] = [{ lengthMin, lengthMax: Math.floor(problem.lengthMax), constraints: [] }];
  const add = (possible: (one: Case) => readonly Case[]): void => {
    if (cases.length <= casesMax) cases = cases.flatMap(possible).filter(hasLength);
  };
  for (const pattern of new Set(patterns)) add((one) => within(one, languageOf(pattern)));
  for (const format of new Set(formats)) add((one) => within(one, formatLanguageOf(format)));
  for (const pattern of new Set(notPatterns)) add((one) => without(one, languageOf(pattern)));
  for (const format of new Set(notFormats)) add((one) => without(one, formatLanguageOf(format)));
  return cases.length <= casesMax ? cases : undefined;
};

const casesMax = 100;

const hasLength = ({ lengthMin, lengthMax }: Case): boolean => lengthMin <= lengthMax && lengthMin < Infinity;

const within = (one: Case, { inner, outer, lengthMin, lengthMax }: Language): readonly Case[] => [
  {
    lengthMin: Math.max(one.lengthMin, lengthMin),
    lengthMax: Math.min(one.lengthMax, lengthMax),
    constraints: [...one.constraints, { inner, outer, isWanted: true }],
  },
];

/** A text is none because of its characters, or because it is too short or too long. */
const without = (one: Case, { inner, outer, lengthMin, lengthMax }: Language): readonly Case[] => [
  { ...one, constraints: [...one.constraints, { inner, outer, isWanted: false }] },
  { ...one, lengthMax: Math.min(one.lengthMax, lengthMin - 1) },
  { ...one, lengthMin: Math.max(one.lengthMin, lengthMax + 1) },
];
