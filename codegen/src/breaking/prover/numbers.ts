/** Numbers between two limits that are multiples of some numbers and not of others. */
import type { JsonValue } from '../../model/source.js';
import { Finds, type Found } from './found.js';
import { isMultiple } from './holds.js';
import {
  ceiling,
  commonMultiple,
  compare,
  floor,
  fromNumber,
  isWhole,
  quotient,
  type Rational,
  rational,
  times,
  toNumber,
} from './rational.js';
import type { Literal, Terms } from './terms.js';

/** @param demands literals about numbers */
export const numbersOf = (
  terms: Terms,
  demands: readonly Literal[],
  excluded: readonly JsonValue[],
  limit: number,
): Found => {
  const problem = problemOf(terms, demands);
  const finds = new Finds(limit);
  if (isEmpty(problem)) return finds.found();
  for (const candidate of candidates(problem)) {
    if (finds.isEnough) break;
    if (Number.isFinite(candidate) && !excluded.includes(candidate) && fits(problem, candidate)) finds.add(candidate);
  }
  if (!finds.isEnough && !isExhausted(problem)) {
    finds.incomplete('Whether a number is a multiple of another one depends on how doubles are rounded.');
  }
  return finds.found();
};

interface Limit {
  readonly at: number;
  readonly isExclusive: boolean;
}

interface Problem {
  readonly low: Limit | undefined;
  readonly high: Limit | undefined;
  readonly divisors: readonly Divisor[];
  readonly nonDivisors: readonly Divisor[];
}

interface Divisor {
  readonly exact: Rational;
  readonly double: number;
}

const problemOf = (terms: Terms, demands: readonly Literal[]): Problem => {
  const lows: Limit[] = [];
  const highs: Limit[] = [];
  const divisors: Divisor[] = [];
  const nonDivisors: Divisor[] = [];
  for (const literal of demands) {
    const term = terms.get(Math.abs(literal));
    const isPositive = literal > 0;
    if (term.kind === 'numberMin' || term.kind === 'numberMax') {
      const limits = (term.kind === 'numberMin') === isPositive ? lows : highs;
      limits.push({ at: term.limit, isExclusive: term.isExclusive === isPositive });
    } else if (term.kind === 'multipleOf') {
      (isPositive ? divisors : nonDivisors).push({ exact: term.divisor, double: term.asNumber });
    }
  }
  const strict = ({ isExclusive }: Limit): number => Number(isExclusive);
  return {
    low: lows.toSorted((a, b) => b.at - a.at || strict(b) - strict(a))[0],
    high: highs.toSorted((a, b) => a.at - b.at || strict(b) - strict(a))[0],
    divisors,
    nonDivisors,
  };
};

const fits = ({ low, high, divisors, nonDivisors }: Problem, value: number): boolean =>
  (low === undefined || (low.isExclusive ? value > low.at : value >= low.at)) &&
  (high === undefined || (high.isExclusive ? value < high.at : value <= high.at)) &&
  divisors.every(({ double }) => isMultiple(value, double)) &&
  nonDivisors.every(({ double }) => !isMultiple(value, double));

/** Values are multiples of it; `undefined` if they are any numbers. */
const stepOf = ({ divisors }: Problem): Rational | undefined =>
  divisors.map(({ exact }) => exact).reduce<Rational | undefined>((a, b) => (a ? commonMultiple(a, b) : b), undefined);

/** First and last multiple of the step, `undefined` where there is no limit. */
const multiples = (
  { low, high }: Problem,
  step: Rational,
): { readonly first: bigint | undefined; readonly last: bigint | undefined } => {
  const at = (limit: Limit): Rational => quotient(fromNumber(limit.at), step);
  const next = (limit: Limit, from: bigint, one: bigint): bigint =>
    limit.isExclusive && isWhole(at(limit)) ? from + one : from;
  return {
    first: low && next(low, ceiling(at(low)), 1n),
    last: high && next(high, floor(at(high)), -1n),
  };
};

/** Whether no number fits, by arithmetic without rounding. */
const isEmpty = (problem: Problem): boolean => {
  const { low, high } = problem;
  if (low && high) {
    const order = compare(fromNumber(low.at), fromNumber(high.at));
    if (order > 0 || (order === 0 && (low.isExclusive || high.isExclusive))) return true;
  }
  const step = stepOf(problem);
  if (step === undefined) return false;
  if (step.numerator === 0n) return true;
  const { first, last } = multiples(problem, step);
  return first !== undefined && last !== undefined && first > last && hasExactSteps(problem);
};

/** Doubles hold the multiples of whole steps exactly, and those of a step that all divisors share. */
const hasExactSteps = ({ divisors }: Problem): boolean =>
  divisors.every(({ exact }) => isWhole(exact)) || divisors.length === 1;

/** Enumerated one by one up to here. */
const countMax = 2_000n;

function* candidates(problem: Problem): Generator<number> {
  const { low, high, nonDivisors } = problem;
  const step = stepOf(problem);
  if (step === undefined) {
    const ends = [low?.at, high?.at].filter((at) => at !== undefined);
    yield* [0, 1, -1, 0.5, 1.5];
    if (low && high) yield* [1 / 2, 1 / 3, 1 / 7, 1 / 13].map((part) => low.at + (high.at - low.at) * part);
    for (const at of ends) yield* around(at);
    for (const { double } of nonDivisors) yield* [double / 2, double * 1.5, double + 0.5];
    const from = low?.at ?? (high === undefined ? 0 : high.at - 1_000);
    for (let index = 1; index <= 200; index += 1) yield* [from + index, from + index + 0.25];
    return;
  }
  const { first, last } = multiples(problem, step);
  const start = first ?? (last === undefined || last > 0n ? 0n : last);
  const common = nonDivisors.map(({ exact }) => exact).reduce(commonMultiple, step);
  const period = quotient(common, step).numerator;
  const near = [0n, 1n, -1n, 2n, 3n, start, start + 1n, start - 1n, start + period + 1n, start + period - 1n];
  const powers = Array.from({ length: 53 }, (_, power) => 2n ** BigInt(power)).flatMap((one) => [one, one + 1n, -one]);
  const bounded = first !== undefined && last !== undefined && last - first <= countMax;
  const row = Array.from({ length: Number(bounded ? last - first + 1n : countMax / 2n) }, (_, at) =>
    first === undefined && last !== undefined && !bounded ? last - BigInt(at) : start + BigInt(at),
  );
  for (const count of [...near, ...row, ...(bounded ? [] : powers)]) yield toNumber(times(step, count));
}

const around = (at: number): readonly number[] => {
  const size = Math.max(Math.abs(at), 1e-9);
  return [
    at,
    at + 1,
    at - 1,
    at + size * 1e-9,
    at - size * 1e-9,
    at + 0.5,
    at - 0.5,
    at + size * 2 ** -50,
    at - size * 2 ** -50,
  ];
};

/** Whether what the candidates have not shown does not exist. */
const isExhausted = (problem: Problem): boolean => {
  const { low, high, divisors, nonDivisors } = problem;
  const step = stepOf(problem);
  if (step === undefined) return low !== undefined && high !== undefined && low.at === high.at;
  const { first, last } = multiples(problem, step);
  const isBounded = first !== undefined && last !== undefined && last - first <= countMax;
  if (isBounded && hasExactSteps(problem)) return true;
  // Every multiple of the step is one of some number that none may be a multiple of.
  return nonDivisors.some((one) => isWhole(quotient(step, one.exact)) && isExactly(step, divisors, one));
};

/** Whether ajv's division comes to a whole number wherever arithmetic does. */
const isExactly = (step: Rational, divisors: readonly Divisor[], { exact, double }: Divisor): boolean => {
  if (isWhole(exact)) return divisors.every((one) => isWhole(one.exact));
  const isDyadic = (step.denominator & (step.denominator - 1n)) === 0n;
  // The multiples are doubles themselves, and the divisor is so near to its decimal that division rounds to the whole number.
  if (isDyadic) return divisors.every((one) => isExactDouble(one)) && isNearDouble(exact, double);
  // Both divisions round alike if the divisors differ by a power of two.
  return divisors.some((one) => {
    const ratio = quotient(one.exact, exact);
    return (
      isWhole(ratio) &&
      (ratio.numerator & (ratio.numerator - 1n)) === 0n &&
      one.double / double === Number(ratio.numerator)
    );
  });
};

const isExactDouble = ({ exact }: Divisor): boolean => (exact.denominator & (exact.denominator - 1n)) === 0n;

/** Within 2^-54 of its value, which is half of the smallest distance of two doubles, relative to them. */
const isNearDouble = (exact: Rational, double: number): boolean => {
  const held = exactValue(double);
  const difference = rational(
    held.numerator * exact.denominator - exact.numerator * held.denominator,
    held.denominator * exact.denominator,
  );
  const error = rational(
    difference.numerator < 0n ? -difference.numerator : difference.numerator,
    difference.denominator,
  );
  return compare(quotient(error, exact), rational(1n, 2n ** 54n)) <= 0;
};

/** The value of the double itself, not of the decimal that it is written as. */
const exactValue = (double: number): Rational => {
  let denominator = 1n;
  let scaled = double;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    denominator *= 2n;
  }
  return rational(BigInt(scaled), denominator);
};
