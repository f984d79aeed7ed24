/** How many more characters it may take from a state to the end of a text. */
import type { Space } from './space.js';

/**
 * For each number of characters the set of states that are so far from an end; each set follows from the one before, and
 * there are only so many sets, so that they repeat. From there on nothing needs to be computed, and no length is too long.
 */
export class LengthsLeft {
  readonly #space: Space;
  readonly #sets: Uint8Array[];
  readonly #known = new Map<string, number>();
  /** The set that comes after the last one, once that is known. */
  #repeatsFrom: number | undefined;

  constructor(space: Space) {
    this.#space = space;
    this.#sets = [space.isFinal];
    this.#known.set(keyOf(space.isFinal), 0);
  }

  /** @returns by state, 1 where it is so; the same for the same; `undefined` if it would take too much to know */
  statesThatEndAfter(length: number): Uint8Array | undefined {
    while (this.#repeatsFrom === undefined && this.#sets.length <= length) {
      if (this.#sets.length * this.#space.next.length > stepsMax) return undefined;
      this.#addSet();
    }
    if (this.#repeatsFrom === undefined || length < this.#sets.length) return this.#sets[length];
    return this.#sets[this.#repeatsFrom + ((length - this.#repeatsFrom) % this.#period())];
  }

  /** @returns the least length from `min` to `max` that texts have; `undefined` if there is none, 'unknown' as above */
  nextLength(min: number, max: number): number | 'unknown' | undefined {
    for (let length = min; length <= max; length += 1) {
      const set = this.statesThatEndAfter(length);
      if (set === undefined) return 'unknown';
      if (set[0] === 1) return length;
      if (this.#repeatsFrom !== undefined && length >= Math.max(min, this.#repeatsFrom) + this.#period())
        return undefined;
    }
    return undefined;
  }

  #period(): number {
    return this.#sets.length - (this.#repeatsFrom ?? 0);
  }

  #addSet(): void {
    const { next, stateCount, symbols } = this.#space;
    const before = this.#sets.at(-1);
    const set = new Uint8Array(stateCount);
    for (let way = 0; way < next.length; way += 1) {
      const target = next[way] ?? -1;
      if (target >= 0 && before?.[target] === 1) set[Math.floor(way / symbols.length)] = 1;
    }
    const key = keyOf(set);
    this.#repeatsFrom = this.#known.get(key);
    if (this.#repeatsFrom !== undefined) return;
    this.#known.set(key, this.#sets.length);
    this.#sets.push(set);
  }
}

/** Ways that are looked at: a few hundred milliseconds. */
const stepsMax = 40_000_000;

const keyOf = (set: Uint8Array): string => Buffer.from(set).toString('latin1');
