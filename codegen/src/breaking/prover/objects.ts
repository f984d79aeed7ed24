/**
 * Objects that meet demands: properties that must be there are given to slots (names), the rest is filled up to the number of
 * properties that is asked for. If every way to do so has been tried and every name has a slot, there is no such object.
 */
import type { JsonObject, JsonValue } from '../../model/source.js';
import type { Branch } from './branches.js';
import { Finds, type Found } from './found.js';
import { mentionedNames, mentionedSlots, otherSlots, isIn, type Slot } from './name-slots.js';
import { type Exists, objectDemands, type ObjectDemands } from './object-demands.js';
import type { Solver } from './solver.js';
import { type Literal, valueKey } from './terms.js';

export const objectsOf = (solver: Solver, { demands, excluded }: Branch, limit: number): Found => {
  const asked = objectDemands(solver.terms, demands);
  return new ObjectSearch(solver, asked, { excluded, limit }).found();
};

/** Ways to give properties to slots, and objects made of one way, that are looked at. */
const waysMax = 2_000;
/** Names of one region that are asked for at most. */
const namesMax = 1_000;

/** Slots in use, with all that their values have to meet. */
type Used = ReadonlyMap<Slot, readonly Literal[]>;

interface SearchOptions {
  readonly excluded: readonly JsonValue[];
  readonly limit: number;
}

class ObjectSearch {
  readonly #finds: Finds;
  readonly #excluded: ReadonlySet<string>;
  /** Values of one property that may be needed to tell objects apart. */
  readonly #valuesLimit: number;
  #slots: readonly Slot[];
  #hasOthers = false;
  #ways = 0;

  constructor(
    readonly solver: Solver,
    readonly demands: ObjectDemands,
    { excluded, limit }: SearchOptions,
  ) {
    this.#finds = new Finds(limit);
    this.#excluded = new Set(excluded.map(valueKey));
    this.#valuesLimit = limit + excluded.length;
    this.#slots = mentionedSlots(solver, demands);
  }

  found(): Found {
    const { exists, countMin, countMax } = this.demands;
    if (countMin > countMax) return this.#finds.found();
    const forced = this.#forced();
    if (forced === undefined) return this.#finds.found();
    const open = exists.filter(({ names }) => !('only' in names));
    if (open.length > 0) this.#addOthers(open.length);
    this.#assign(forced, open);
    return this.#finds.found();
  }

  /** Properties that are named; `undefined` if one of them has no value. */
  #forced(): Used | undefined {
    const used = new Map<Slot, readonly Literal[]>();
    for (const { names, values } of this.demands.exists) {
      if (!('only' in names)) continue;
      const slot = this.#slots.find(({ name }) => name === names.only);
      if (slot !== undefined) used.set(slot, [...(used.get(slot) ?? slot.values), ...values]);
    }
    return [...used.values()].every((literals) => this.#hasValue(literals)) ? used : undefined;
  }

  #hasValue(literals: readonly Literal[]): boolean {
    const { values, isComplete, reason } = this.solver.values(literals, 1);
    if (values.length === 0 && !isComplete) this.#finds.incomplete(reason);
    return values.length > 0;
  }

  #addOthers(count: number): void {
    if (this.#hasOthers) return;
    this.#hasOthers = true;
    const { countMin } = this.demands;
    const wanted = count + Math.min(countMin, namesMax) + this.#valuesLimit;
    const mentioned = mentionedNames(this.demands);
    const { slots, reason } = otherSlots(this.solver, this.demands, { mentioned, count: wanted });
    if (reason !== undefined) this.#finds.incomplete(reason);
    if (countMin > namesMax) this.#finds.incomplete('So many properties are not looked for.');
    this.#slots = [...this.#slots, ...slots];
  }

  /** Gives what is still to be there to slots, in every way. */
  #assign(used: Used, open: readonly Exists[]): void {
    if (this.#finds.isEnough || this.#isTooMuch()) return;
    if (used.size > this.demands.countMax) return;
    const [next, ...others] = open;
    if (next === undefined) {
      this.#fill(used);
      return;
    }
    const tried = new Set<string>();
    for (const slot of this.#slots) {
      const before = used.get(slot);
      // Unused names of one region are alike.
      const kind = before === undefined && slot.isOneOfMany ? slot.values.join(' ') : undefined;
      if (kind !== undefined && tried.has(kind) && !this.#isTold(slot, open)) continue;
      if (!isIn(this.solver, next.names, slot.name)) continue;
      if (kind !== undefined) tried.add(kind);
      const literals = [...(before ?? slot.values), ...next.values];
      if (this.#hasValue(literals)) this.#assign(new Map([...used, [slot, literals]]), others);
      if (this.#finds.isEnough) return;
    }
  }

  /** Whether some demand that is left tells this name from others with the same rules. */
  #isTold(slot: Slot, open: readonly Exists[]): boolean {
    const answers = open.map(({ names }) => isIn(this.solver, names, slot.name));
    return this.#slots.some(
      (other) =>
        other.isOneOfMany &&
        other.values.join(' ') === slot.values.join(' ') &&
        open.some(({ names }, index) => isIn(this.solver, names, other.name) !== answers[index]),
    );
  }

  #isTooMuch(): boolean {
    this.#ways += 1;
    if (this.#ways > waysMax) this.#finds.incomplete('There are too many ways to choose properties.');
    return this.#ways > waysMax;
  }

  /** Adds properties until there are enough, and more to make further objects. */
  #fill(used: Used): void {
    const { countMin, countMax } = this.demands;
    if (used.size < countMin) this.#addOthers(countMin);
    const free = (): readonly Slot[] => this.#slots.filter((slot) => !used.has(slot));
    const needed = countMin - used.size;
    if (needed > 0) {
      const fitting = free().filter(({ values }) => this.#hasValue(values));
      if (fitting.length < needed) return;
      this.#objects(new Map([...used, ...fitting.slice(0, needed).map((slot) => [slot, slot.values] as const)]));
    } else this.#objects(used);
    if (this.#finds.isEnough) return;
    // Only whoever wants several objects, or one that is none of some, comes here.
    this.#addOthers(1);
    const fitting = free().filter(({ values }) => this.#hasValue(values));
    if (fitting.some(({ isOneOfMany }) => isOneOfMany) && used.size < countMax) this.#finds.incomplete();
    for (const more of subsets(fitting, Math.max(needed, 0), countMax - used.size)) {
      if (this.#finds.isEnough || this.#isTooMuch()) return;
      this.#objects(new Map([...used, ...more.map((slot) => [slot, slot.values] as const)]));
    }
  }

  /** All objects with these properties. */
  #objects(used: Used): void {
    const slots = [...used].map(([{ name }, literals]) => {
      const { values, isComplete, reason } = this.solver.values(literals, this.#valuesLimit);
      if (!isComplete && values.length < this.#valuesLimit) this.#finds.incomplete(reason);
      return { name, values };
    });
    // Without a value for one of them, all combinations of the others would be made for nothing.
    if (slots.some(({ values }) => values.length === 0)) return;
    for (const object of products(slots)) {
      if (this.#finds.isEnough) return;
      if (!this.#excluded.has(valueKey(object))) this.#finds.add(object);
      if (this.#isTooMuch()) return;
    }
  }
}

interface Values {
  readonly name: string;
  readonly values: readonly JsonValue[];
}

function* products([first, ...others]: readonly Values[]): Generator<JsonObject> {
  if (first === undefined) {
    yield {};
    return;
  }
  for (const rest of products(others)) {
    // A computed key is a property of its own also if its name is __proto__.
    for (const value of first.values) yield { [first.name]: value, ...rest };
  }
}

/** Subsets of `least` to `most` slots, the smallest first. */
function* subsets(slots: readonly Slot[], least: number, most: number): Generator<readonly Slot[]> {
  for (let size = least; size <= Math.min(most, slots.length); size += 1) yield* subsetsOf(slots, size);
}

function* subsetsOf(slots: readonly Slot[], size: number): Generator<readonly Slot[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (const [index, slot] of slots.entries()) {
    for (const rest of subsetsOf(slots.slice(index + 1), size - 1)) yield [slot, ...rest];
  }
}
