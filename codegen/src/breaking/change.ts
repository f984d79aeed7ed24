/** A difference between two releases of the contracts, and what it does to whom. */
import type { Finding } from '../report/finding.js';
import type { Violation } from './verdict.js';
import type { JsonValue } from '../model/source.js';

/**
 * `backward`: what was written under the previous contract is read under the current one.
 * `forward`: what is written under the current contract is read by services of the previous one that still run.
 */
export type Direction = 'backward' | 'forward';

/**
 * - `breaking`: refuted, with a witness.
 * - `unknown`: neither proved nor refuted; fails the gate unless it is waived.
 * - `warning`: harmless to data, but somebody should look.
 * - `compatible`: proved harmless; only for the changelog and `--all`.
 */
export type Effect = 'breaking' | 'unknown' | 'warning' | 'compatible';

/** The place of a finding is in the current contracts, or in the previous ones if the part was removed. */
export interface Change extends Omit<Finding, 'severity'> {
  /** `undefined` if it is compatible in both. */
  readonly direction: Direction | undefined;
  readonly effect: Effect;
  /** JSON pointer of the place in `file`. */
  readonly pointer: string;
  /** The same part in the previous contracts, if it is there. */
  readonly previous: Place | undefined;
  readonly channel: string | undefined;
  /** Wire name, e.g. `ORDER_PLACED`. */
  readonly messageName: string | undefined;
  readonly operation: string | undefined;
  /** What one version writes and the other refuses, and what ajv says of it. */
  readonly witness: ChangeWitness | undefined;
  /** One sentence: what will happen to whom, e.g. `notification-service 1.3.0 of release 2026-11 refuses this event.` */
  readonly consequence: string | undefined;
}

export interface ChangeWitness {
  readonly part: WitnessPart;
  readonly value: JsonValue;
  readonly violation: Violation;
  /** Which version has it, the other refuses it. @default the previous one backward, the current one forward */
  readonly of?: 'previous' | 'current';
}

/** `delivery`: an event with all that decides whether it arrives, such as its stream and its type. */
export type WitnessPart = 'payload' | 'headers' | 'delivery';

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly pointer: string;
}
