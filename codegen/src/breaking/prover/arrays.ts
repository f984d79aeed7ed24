/**
 * Lists that meet demands. Lengths are tried from the shortest; beyond the last place that is special, an item that nothing asks
 * for can be left out, so that only lengths up to there and one more for each item that has to be somewhere need to be tried.
 */
import type { JsonValue } from '../../model/source.js';
import { arrayDemands, type ArrayDemands } from './array-demands.js';
import type { Branch } from './branches.js';
import { Finds, type Found, notSearched } from './found.js';
import type { Solver } from './solver.js';
import { type Literal, valueKey } from './terms.js';

export const arraysOf = (solver: Solver, { demands, excluded }: Branch, limit: number): Found => {
  const asked = arrayDemands(solver.terms, demands);
  if (asked === undefined) return notSearched('Lists that must contain so many items are not looked for.');
  return new ArraySearch(solver, asked, { excluded, limit }).found();
};

/** Ways to give demands to places, and lists made of one way, that are looked at. */
const waysMax = 4_000;
/** Longer lists are not looked for. */
const lengthMax = 1_200;
/** Longer lists without repetition are not: each item is tried beside all others. */
const uniqueLengthMax = 200;

interface SearchOptions {
  readonly excluded: readonly JsonValue[];
  readonly limit: number;
}

class ArraySearch {
  readonly #finds: Finds;
  readonly #excluded: ReadonlySet<string>;
  readonly #valuesLimit: number;
  #hasMade = false;
  #ways = 0;

  constructor(
    readonly solver: Solver,
    readonly demands: ArrayDemands,
    { excluded, limit }: SearchOptions,
  ) {
    this.#finds = new Finds(limit);
    this.#excluded = new Set(excluded.map(valueKey));
    this.#valuesLimit = limit + excluded.length;
  }

  found(): Found {
    const { countMin, countMax, exists, hasRepeated, alikeFrom, isUnique } = this.demands;
    if (isUnique && hasRepeated) return this.#finds.found();
    const free = this.#excluded.size + (this.#finds.limit > 1 ? this.#finds.limit : 0);
    const most = Math.min(countMax, Math.max(countMin, alikeFrom + exists.length + (hasRepeated ? 2 : 0) + free));
    const longest = isUnique ? uniqueLengthMax : lengthMax;
    for (let length = countMin; length <= Math.min(most, longest) && !this.#finds.isEnough; length += 1) {
      this.#ofLength(length);
    }
    if (most > longest) this.#finds.incomplete('Lists as long as that are not looked for.');
    // More items make other lists, if there are lists at all.
    if (most < countMax && this.#hasMade) this.#finds.incomplete();
    return this.#finds.found();
  }

  #ofLength(length: number): void {
    const places = Array.from({ length }, (_, index) => this.#askedAt(index));
    // One that nothing fits, at any place: no list of this length.
    const distinct = new Map(places.map((literals) => [literals.join(' '), literals]));
    if (![...distinct.values()].every((literals) => this.#hasValue(literals))) return;
    this.#assign(places, 0, []);
  }

  #askedAt(index: number): readonly Literal[] {
    return this.demands.forAll
      .filter(({ from, to }) => index >= from && index < to)
      .flatMap(({ values }) => values)
      .toSorted((a, b) => a - b);
  }

  #hasValue(literals: readonly Literal[]): boolean {
    const { values, isComplete, reason } = this.solver.values(literals, 1);
    if (values.length === 0 && !isComplete) this.#finds.incomplete(reason);
    return values.length > 0;
  }

  /** Gives each item that must be somewhere a place. @param taken places and groups of those that have one */
  #assign(places: Places, next: number, taken: readonly Taken[]): void {
    if (this.#finds.isEnough || this.#isTooMuch()) return;
    const demand = this.demands.exists[next];
    if (demand === undefined) {
      this.#limitContained(places, 0, []);
      return;
    }
    const tried = new Set<string>();
    for (let place = demand.from; place < Math.min(demand.to, places.length); place += 1) {
      const asked = places[place] ?? [];
      const groups = taken.filter((one) => one.place === place).map(({ group }) => group);
      if (groups.includes(demand.group)) continue;
      // Places that are asked for the same, and will be, are alike.
      const kind = `${asked.join(' ')} ${groups.join(' ')} ${this.#reachedFrom(place)}`;
      if (tried.has(kind)) continue;
      tried.add(kind);
      const literals = [...asked, ...demand.values].toSorted((a, b) => a - b);
      if (!this.#hasValue(literals)) continue;
      this.#assign(places.with(place, literals), next + 1, [...taken, { place, group: demand.group }]);
      if (this.#finds.isEnough) return;
    }
  }

  /** Which demands can be met at a place. */
  #reachedFrom(place: number): string {
    return this.demands.exists.map(({ from, to }) => (place >= from && place < to ? 1 : 0)).join('');
  }

  /** Where at most so many items may be of a kind, says of each whether it is, in every way. */
  #limitContained(places: Places, at: number, counts: readonly number[]): void {
    const { atMost } = this.demands;
    if (atMost.length === 0 || at === places.length) {
      this.#makeLists(places);
      return;
    }
    if (this.#finds.isEnough || this.#isTooMuch()) return;
    for (let kinds = 0; kinds < 2 ** atMost.length; kinds += 1) {
      const isOf = atMost.map((_, index) => Math.floor(kinds / 2 ** index) % 2 === 1);
      const after = isOf.map((one, index) => (counts[index] ?? 0) + Number(one));
      if (after.some((count, index) => count > (atMost[index]?.count ?? 0))) continue;
      const literals = [...(places[at] ?? []), ...atMost.map(({ of }, index) => (isOf[index] === true ? of : -of))];
      if (this.#hasValue(literals)) this.#limitContained(places.with(at, literals), at + 1, after);
      if (this.#finds.isEnough) return;
    }
  }

  #makeLists(places: Places): void {
    const { hasRepeated, isUnique } = this.demands;
    if (!hasRepeated) {
      this.#lists(places, { isUnique, same: undefined });
      return;
    }
    const tried = new Set<string>();
    for (const [first, one] of places.entries()) {
      for (const [index, other] of places.slice(first + 1).entries()) {
        const kind = [one.join(' '), other.join(' ')].toSorted().join('|');
        const literals = [...one, ...other];
        if (tried.has(kind) || this.#finds.isEnough || this.#isTooMuch()) continue;
        tried.add(kind);
        if (!this.#hasValue(literals)) continue;
        const second = first + 1 + index;
        this.#lists(places.with(first, literals), { isUnique, same: { first, second } });
      }
    }
  }

  #lists(places: Places, { isUnique, same }: ListOptions): void {
    const limit = this.#valuesLimit + (isUnique ? places.length : 0);
    const values = places.map((literals) => {
      const found = this.solver.values(literals, limit);
      if (!found.isComplete && found.values.length < limit) this.#finds.incomplete(found.reason);
      return found.values;
    });
    if (values.some((some) => some.length === 0)) return;
    const list: JsonValue[] = [];
    const fill = (at: number, used: ReadonlySet<string>): void => {
      if (this.#finds.isEnough || this.#isTooMuch()) return;
      if (at === places.length) {
        const whole = same === undefined ? [...list] : list.with(same.second, list[same.first] ?? null);
        this.#hasMade = true;
        if (!this.#excluded.has(valueKey(whole))) this.#finds.add(whole);
        return;
      }
      for (const value of values[at] ?? []) {
        if (isUnique && used.has(valueKey(value))) continue;
        list[at] = value;
        fill(at + 1, isUnique ? new Set([...used, valueKey(value)]) : used);
        if (this.#finds.isEnough || this.#isOver()) return;
      }
    };
    fill(0, new Set());
  }

  #isOver(): boolean {
    return this.#ways > waysMax;
  }

  #isTooMuch(): boolean {
    this.#ways += 1;
    if (this.#isOver()) this.#finds.incomplete('There are too many ways to fill a list.');
    return this.#isOver();
  }
}

type Places = readonly (readonly Literal[])[];

interface Taken {
  readonly place: number;
  readonly group: number;
}

interface ListOptions {
  readonly isUnique: boolean;
  readonly same: { readonly first: number; readonly second: number } | undefined;
}
