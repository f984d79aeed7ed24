/** Texts that several automata agree on: the product of them, explored once and completely. */
import type { CharacterRange } from '../characters.js';
import { rangesBySymbol, refined } from './alphabet.js';
import { deadState, matchState, unknownState, type Machine } from './machine.js';

export interface Condition {
  readonly machine: Machine;
  /** Whether texts are to match. */
  readonly isWanted: boolean;
}

export interface Space {
  readonly symbols: readonly (readonly CharacterRange[])[];
  /** The start is the first. */
  readonly stateCount: number;
  /** By state times the number of symbols plus symbol; -1 or nothing where there is no way on. */
  readonly next: Int32Array;
  /** By state, 1 where a text may end. */
  readonly isFinal: Uint8Array;
  /** No state was left out that a text of the length asked for may come to. */
  readonly isWhole: boolean;
}

/** @param lengthMax of texts, in code points; states that only longer ones come to are left out */
export const spaceOf = (conditions: readonly Condition[], lengthMax: number): Space => {
  const { alphabet, meanings } = refined(conditions.map(({ machine }) => machine.alphabet));
  const explorer = new Explorer(conditions, meanings);
  explorer.explore(lengthMax);
  return {
    symbols: rangesBySymbol(alphabet),
    stateCount: explorer.tuples.length,
    next: Int32Array.from(explorer.next),
    isFinal: Uint8Array.from(explorer.tuples, (tuple) => (explorer.isFinal(tuple) ? 1 : 0)),
    isWhole: explorer.isWhole,
  };
};

type Tuple = readonly number[];

class Explorer {
  readonly tuples: Tuple[] = [];
  readonly next: number[] = [];
  isWhole = true;
  readonly #conditions: readonly Condition[];
  readonly #meanings: readonly (readonly number[])[];
  readonly #known = new Map<string, number>();

  constructor(conditions: readonly Condition[], meanings: readonly (readonly number[])[]) {
    this.#conditions = conditions;
    this.#meanings = meanings;
    this.#stateOf(conditions.map(({ machine }) => machine.start));
  }

  /** Breadth first, so that what is left out is what only long texts come to. */
  explore(lengthMax: number): void {
    let end = this.tuples.length;
    for (let state = 0, length = 0; state < this.tuples.length; state += 1) {
      if (state === end) {
        length += 1;
        end = this.tuples.length;
      }
      if (length >= lengthMax) return;
      if (this.next.length + this.#meanings.length > waysMax) {
        this.isWhole = false;
        return;
      }
      for (const meaning of this.#meanings)
        this.next.push(this.#stateOf(this.#step(this.tuples[state] ?? [], meaning)));
    }
  }

  isFinal(tuple: Tuple): boolean {
    return this.#conditions.every(({ machine, isWanted }, index) => {
      return machine.isFinal(tuple[index] ?? deadState) === isWanted;
    });
  }

  #step(tuple: Tuple, meaning: readonly number[]): Tuple {
    return this.#conditions.map(({ machine }, index) => machine.next(tuple[index] ?? deadState, meaning[index] ?? 0));
  }

  /** @returns -1 where no text can be found any more */
  #stateOf(tuple: Tuple): number {
    if (tuple.some((state, index) => state === (this.#conditions[index]?.isWanted === true ? deadState : matchState)))
      return -1;
    if (tuple.includes(unknownState)) {
      this.isWhole = false;
      return -1;
    }
    const key = tuple.join();
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.tuples.push(tuple);
    this.#known.set(key, this.tuples.length - 1);
    return this.tuples.length - 1;
  }
}

/** Of one space: states times symbols. */
const waysMax = 200_000;
