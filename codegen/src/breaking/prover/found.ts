/** Values that meet what is asked, as far as they were looked for. */
import type { JsonValue } from '../../model/source.js';
import { valueKey } from './terms.js';

export interface Found {
  /** Distinct. */
  readonly values: readonly JsonValue[];
  /** There are no others: with no values at all, a proof that none exists. */
  readonly isComplete: boolean;
  /** What kept the search from finding more or from being complete. */
  readonly reason: string | undefined;
}

export const nothingFound: Found = { values: [], isComplete: true, reason: undefined };

export const notSearched = (reason: string): Found => ({ values: [], isComplete: false, reason });

/** Collects distinct values until there are `limit` of them. */
export class Finds {
  readonly #values = new Map<string, JsonValue>();
  #isComplete = true;
  #reason: string | undefined;

  constructor(readonly limit: number) {}

  get isEnough(): boolean {
    return this.#values.size >= this.limit;
  }

  get missing(): number {
    return this.limit - this.#values.size;
  }

  add(value: JsonValue): void {
    if (!this.isEnough) this.#values.set(valueKey(value), value);
  }

  /** @returns whether there are enough */
  addAll({ values, isComplete, reason }: Found): boolean {
    for (const value of values) this.add(value);
    if (!isComplete) this.incomplete(reason);
    return this.isEnough;
  }

  /** There may be others. */
  incomplete(reason?: string): void {
    this.#isComplete = false;
    this.#reason ??= reason;
  }

  found(): Found {
    const values = [...this.#values.values()];
    if (this.isEnough) return { values, isComplete: false, reason: undefined };
    return { values, isComplete: this.#isComplete, reason: this.#reason };
  }
}
