/**
 * Finds values that meet all of some literals, or shows that there are none.
 *
 * Schemas refer to themselves, so that what is asked of a part may be what is asked of the whole. Values are finite: those of
 * a goal are the least fixpoint, reached from "none" by asking again until nothing new is found. A result that was found while
 * an assumption about a goal above stood is kept only as long as that assumption does.
 */
import type { JsonValue } from '../../model/source.js';
import { arraysOf } from './arrays.js';
import { type Branch, branches } from './branches.js';
import { Finds, type Found, notSearched } from './found.js';
import { holds } from './holds.js';
import { numbersOf } from './numbers.js';
import { objectsOf } from './objects.js';
import { type Literal, type TermId, type Terms, type ValueType, valueTypes } from './terms.js';
import { textsOfBranch } from './text-demands.js';
import { TypesOf } from './types-of.js';

/** Goals asked for and branches looked at in one comparison. Counts, so that a verdict does not depend on the machine. */
const stepsMax = 500_000;
const tooMuch = 'There are too many combinations to look at.';

interface Known {
  readonly found: Found;
  readonly limit: number;
  /** Depth of the highest goal that it assumed something of; Infinity if it holds by itself. */
  readonly assumes: number;
}

interface Active {
  readonly depth: number;
  found: Found;
  wasAsked: boolean;
}

export class Solver {
  readonly typesOf: TypesOf;
  readonly #known = new Map<string, Known>();
  readonly #active = new Map<string, Active>();
  readonly #disjoint = new Map<string, boolean>();
  /** Keys of what was found under assumptions, in the order they were found. */
  #provisional: string[] = [];
  #assumes = Infinity;
  #steps = 0;

  constructor(readonly terms: Terms) {
    this.typesOf = new TypesOf(terms);
  }

  /** Up to `limit` values that meet all literals. */
  values(literals: readonly Literal[], limit: number): Found {
    if (this.#isTooMuch(1)) return notSearched(tooMuch);
    const asked = [...new Set(literals)].toSorted((a, b) => a - b);
    if (asked.some((literal) => literal > 0 && asked.includes(-literal))) return new Finds(limit).found();
    const finds = new Finds(limit);
    const possible = asked.map((literal) => this.typesOf.of(literal));
    for (const type of valueTypes) {
      if (!possible.every((types) => types.has(type))) continue;
      if (finds.addAll(this.#valuesOfType(type, asked, finds.missing))) break;
    }
    return finds.found();
  }

  /** Whether no value meets both; `false` also where that is not known. */
  areDisjoint(one: TermId, other: TermId): boolean {
    const key = `${one} ${other}`;
    const known = this.#disjoint.get(key);
    if (known !== undefined) return known;
    const before = this.#assumes;
    this.#assumes = Infinity;
    const { values, isComplete } = this.values([one, other], 1);
    const isFinal = this.#assumes === Infinity;
    this.#assumes = Math.min(before, this.#assumes);
    const areDisjoint = isFinal && isComplete && values.length === 0;
    if (isFinal) this.#disjoint.set(key, areDisjoint);
    return areDisjoint;
  }

  #valuesOfType(type: ValueType, literals: readonly Literal[], limit: number): Found {
    if (type === 'null') return this.#fitting([null], literals, limit);
    if (type === 'boolean') return this.#fitting([true, false], literals, limit);
    const key = `${type} ${literals.join(' ')}`;
    const known = this.#known.get(key);
    if (known !== undefined && (known.limit >= limit || known.found.isComplete || known.found.values.length >= limit)) {
      this.#assumes = Math.min(this.#assumes, known.assumes);
      return known.found;
    }
    const active = this.#active.get(key);
    if (active !== undefined) {
      active.wasAsked = true;
      this.#assumes = Math.min(this.#assumes, active.depth);
      return active.found;
    }
    return this.#fixpoint(key, () => this.#search(type, literals, limit), limit);
  }

  #fixpoint(key: string, search: () => Found, limit: number): Found {
    const depth = this.#active.size;
    const active: Active = { depth, found: { values: [], isComplete: true, reason: undefined }, wasAsked: false };
    const outside = this.#assumes;
    const mark = this.#provisional.length;
    this.#active.set(key, active);
    for (;;) {
      active.wasAsked = false;
      this.#assumes = Infinity;
      const found = search();
      const isStable = !active.wasAsked || found.values.length === active.found.values.length;
      const isEnough = found.values.length >= limit;
      active.found = found;
      if (isEnough || !isStable) this.#forget(mark);
      if (isEnough || isStable) break;
    }
    this.#active.delete(key);
    const { found } = active;
    // Values are built from values, whatever was assumed to be missing; only that there are no others rests on it.
    const assumes = found.values.length >= limit || this.#assumes >= depth ? Infinity : this.#assumes;
    this.#known.set(key, { found, limit, assumes });
    this.#provisional.push(key);
    this.#settle(mark, assumes);
    this.#assumes = Math.min(outside, assumes);
    return found;
  }

  /** What assumed something of a goal that is done rests on what that goal itself assumed: on nothing, or on a goal above. */
  #settle(mark: number, assumes: number): void {
    for (const key of this.#provisional.slice(mark)) {
      const known = this.#known.get(key);
      if (known === undefined) continue;
      this.#known.set(key, { ...known, assumes: assumes === Infinity ? Infinity : Math.min(known.assumes, assumes) });
    }
    if (assumes === Infinity) this.#provisional.length = mark;
  }

  /** Drops what was found under an assumption that did not hold. */
  #forget(mark: number): void {
    for (const key of this.#provisional.splice(mark)) this.#known.delete(key);
  }

  #search(type: ValueType, literals: readonly Literal[], limit: number): Found {
    const finds = new Finds(limit);
    const context = {
      terms: this.terms,
      typesOf: this.typesOf,
      areDisjoint: (one: TermId, other: TermId) => this.areDisjoint(one, other),
      isImpossible: (branch: Branch) => {
        const { values, isComplete } = this.#valuesOfBranch(type, branch, 1);
        return isComplete && values.length === 0;
      },
      isTooMuch: (steps: number) => this.#isTooMuch(steps),
    };
    for (const branch of branches(literals, type, context)) {
      if (finds.addAll(this.#valuesOfBranch(type, branch, limit))) break;
    }
    if (this.#isTooMuch(0)) finds.incomplete(tooMuch);
    return finds.found();
  }

  #valuesOfBranch(type: ValueType, branch: Branch, limit: number): Found {
    if (branch.values !== undefined) return this.#fitting(branch.values, branch.asked, limit);
    const { demands, excluded } = branch;
    if (type === 'number') return numbersOf(this.terms, demands, excluded, limit);
    if (type === 'string') return textsOfBranch(this.terms, demands, excluded, limit);
    if (type === 'array') return arraysOf(this, branch, limit);
    if (type === 'object') return objectsOf(this, branch, limit);
    return notSearched(`A ${type} has no parts.`);
  }

  #isTooMuch(steps: number): boolean {
    this.#steps += steps;
    return this.#steps > stepsMax;
  }

  #fitting(values: readonly JsonValue[], literals: readonly Literal[], limit: number): Found {
    const finds = new Finds(limit);
    for (const value of values) if (this.isPossible(value, literals)) finds.add(value);
    return finds.found();
  }

  /** Whether all literals are true of `value`, or may be. */
  isPossible(value: JsonValue, literals: readonly Literal[]): boolean {
    return literals.every((literal) => holds(this.terms, Math.abs(literal), value) !== literal < 0);
  }
}
