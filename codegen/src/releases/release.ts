/** A release of the contracts: what all services published and handled at one time. */
import type { ContractSet } from '../model/contract.js';

export interface Release {
  /** Name of its folder, e.g. `2026-11`; a commit as it was asked for, e.g. `HEAD~1`; `current` for the contracts as they stand. */
  readonly name: string;
  readonly contracts: ContractSet;
}

/** A release that was written down when it was made. */
export interface Baseline extends Release {
  /** ISO 8601 date, or date and time, e.g. `2026-11-27`. */
  readonly released: string;
  /** No service of it runs, and no event that one of them published is left anywhere, dead letters included. */
  readonly isRetired: boolean;
}
