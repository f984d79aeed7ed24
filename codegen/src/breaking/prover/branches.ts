/**
 * From what is asked of a value of one type to lists of single demands, of which one list must be met: the disjunctive
 * normal form, made lazily and only as far as no two demands contradict each other.
 */
import type { JsonValue } from '../../model/source.js';
import { type Literal, type Terms, typeOfTerm, typeOfValue, type ValueType } from './terms.js';
import type { TypesOf } from './types-of.js';

/** All of it is asked of one value. */
export interface Branch {
  /** Terms about values of the type, or their negations. */
  readonly demands: readonly Literal[];
  /** If there are any, the value is one of these. */
  readonly values: readonly JsonValue[] | undefined;
  /** The value is none of these. */
  readonly excluded: readonly JsonValue[];
  /** Everything that is asked, whole terms included: what a value of `values` has to be tried with. */
  readonly asked: readonly Literal[];
}

export interface BranchContext {
  readonly terms: Terms;
  readonly typesOf: TypesOf;
  /** Whether no value fits both; only said if it is proved. */
  readonly areDisjoint: (one: Literal, other: Literal) => boolean;
  /** Whether no value meets the demands of a branch; only said if it is proved. */
  readonly isImpossible: (branch: Branch) => boolean;
  /** Counts work. @returns whether there was too much: the branches that are left are then not all there are */
  readonly isTooMuch: (steps: number) => boolean;
}

/** Literals that hold together, as one of several ways to meet a demand. */
type Way = readonly Literal[];

export function* branches(literals: readonly Literal[], type: ValueType, context: BranchContext): Generator<Branch> {
  yield* expand({ asked: new Set(), choices: [] }, literals, type, context);
}

interface State {
  readonly asked: ReadonlySet<Literal>;
  readonly choices: readonly Choice[];
}

/** A literal that can be met in several ways. */
interface Choice {
  readonly from: Literal;
  readonly ways: readonly Way[];
}

function* expand(state: State, added: readonly Literal[], type: ValueType, context: BranchContext): Generator<Branch> {
  // Each way copies what is asked so far, and looks at every choice.
  if (context.isTooMuch(1 + (state.asked.size + state.choices.length) / 32)) return;
  const asked = new Set(state.asked);
  let choices = [...state.choices];
  let pending = [...added];
  for (;;) {
    // What is added on the way is looked at as well.
    for (const literal of pending) {
      if (asked.has(literal)) continue;
      if (asked.has(-literal)) return;
      asked.add(literal);
      const meaning = meaningOf(literal, type, context);
      if (meaning === false) return;
      if (meaning === true) continue;
      if (meaning.length === 1) pending.push(...(meaning[0] ?? []));
      else choices.push({ from: literal, ways: meaning });
    }
    const open = choices.flatMap(({ from, ways }): readonly Choice[] => {
      const possible = ways.filter((way) => way.every((one) => !asked.has(-one) && context.typesOf.of(one).has(type)));
      return possible.some((way) => way.every((one) => asked.has(one))) ? [] : [{ from, ways: possible }];
    });
    if (open.some(({ ways }) => ways.length === 0)) return;
    const forced = open.filter(({ ways }) => ways.length === 1).flatMap(({ ways: [way] }) => way ?? []);
    choices = open.filter(({ ways }) => ways.length > 1);
    if (forced.length === 0) break;
    pending = forced;
  }
  const branch = branchOf(asked, type, context.terms);
  // Where the values are few, what is left to choose is asked of each of them.
  if (choices.length === 0 || branch.values !== undefined) {
    yield branch;
    return;
  }
  // Where there are many ways, it pays to ask first whether what they have in common can be met at all.
  if (choices.length > 1 && context.isImpossible(branch)) return;
  if (choices.length > 1 && isContradicted(choices, asked, context)) return;
  const [next] = choices.toSorted(byUse);
  if (next === undefined) return;
  const others = choices.filter((choice) => choice !== next);
  for (const way of next.ways) yield* expand({ asked, choices: others }, way, type, context);
}

/** Whether something that is asked for excludes all that a negation leaves, which taking the negation apart would show late. */
const isContradicted = (
  choices: readonly Choice[],
  asked: ReadonlySet<Literal>,
  { terms, areDisjoint }: BranchContext,
): boolean => {
  const wholes = [...asked].filter((literal) => literal > 0 && isWhole(terms, literal));
  return choices.some(({ from }) => from < 0 && wholes.some((whole) => whole !== -from && areDisjoint(whole, from)));
};

const isWhole = (terms: Terms, literal: Literal): boolean => ['all', 'any', 'one'].includes(terms.get(literal).kind);

/** What is asked for tells more than what is refused; then the fewest ways first. */
const byUse = (one: Choice, other: Choice): number =>
  Number(one.from < 0) - Number(other.from < 0) || one.ways.length - other.ways.length;

/** Whether a literal decides itself, is a demand (`true` as well: it stays in what is asked), or which ways there are to meet it. */
const meaningOf = (
  literal: Literal,
  type: ValueType,
  { terms, areDisjoint }: BranchContext,
): boolean | readonly Way[] => {
  const term = terms.get(Math.abs(literal));
  const isPositive = literal > 0;
  switch (term.kind) {
    case 'all':
      return isPositive ? [term.of] : waysOf(term.of.map((id) => [-id]));
    case 'any':
      return isPositive ? waysOf(term.of.map((id) => [id])) : [term.of.map((id) => -id)];
    case 'not':
      return [[isPositive ? -term.of : term.of]];
    case 'types':
      return term.types.includes(type) === isPositive;
    case 'one': {
      const pairs = term.of.flatMap((one, index) => term.of.slice(index + 1).map((other) => [one, other] as const));
      const meeting = pairs.filter(([one, other]) => one === other || !areDisjoint(one, other));
      if (!isPositive) return waysOf([term.of.map((id) => -id), ...meeting]);
      return waysOf(
        term.of.map((id, index) => [
          id,
          ...term.of
            .filter((_, at) => at !== index && meeting.some((pair) => isPair(pair, id, term.of[at])))
            .map((other) => -other),
        ]),
      );
    }
    default: {
      const about = typeOfTerm(term);
      return about === undefined || about === type ? true : isPositive;
    }
  }
};

const isPair = ([a, b]: readonly [number, number], one: number, other: number | undefined): boolean =>
  (a === one && b === other) || (a === other && b === one);

const waysOf = (ways: readonly Way[]): false | readonly Way[] => (ways.length === 0 ? false : ways);

const branchOf = (asked: ReadonlySet<Literal>, type: ValueType, terms: Terms): Branch => {
  const demands: Literal[] = [];
  const excluded: JsonValue[] = [];
  let values: readonly JsonValue[] | undefined;
  for (const literal of asked) {
    const term = terms.get(Math.abs(literal));
    if (term.kind === 'values') {
      const ofType = term.values.filter((value) => typeOfValue(value) === type);
      if (literal < 0) excluded.push(...ofType);
      else if (values === undefined || ofType.length < values.length) values = ofType;
    } else if (typeOfTerm(term) === type) demands.push(literal);
  }
  return { demands, values, excluded, asked: [...asked] };
};
