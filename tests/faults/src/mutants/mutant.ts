/** A runtime with one promise broken on purpose, to see that the checker notices: a negative control. */
import type { Violation } from '../checker/violation.js';

/** One replacement in a compiled file; `replace` must be found there exactly once. */
export interface Patch {
  /** From the repository's folder: `runtime/dist/outbox/window.js`. */
  readonly file: string;
  readonly replace: string;
  readonly by: string;
}

export interface Mutant {
  /** `inbox-off` */
  readonly name: string;
  /** What is wrong with it, as a sentence. */
  readonly purpose: string;
  readonly patches: readonly Patch[];
  /** What it changes in each service's database. */
  readonly statement?: string;
  /** What exposes it. */
  readonly fault: string;
  /** The properties of which one has to be found broken. @default A to E */
  readonly breaks?: readonly Violation['property'][];
}
