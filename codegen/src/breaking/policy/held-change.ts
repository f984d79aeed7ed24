/** A change that was held against earlier releases: from which it is one, and what would waive it. */
import type { Change } from '../change.js';

export interface HeldChange extends Change {
  /** Newest first; none for what is no change, such as an expired waiver. */
  readonly releases: readonly string[];
  /** Other messages that the same part of the contract stands in, by name. */
  readonly alsoIn: readonly AlsoIn[];
  /** What `waivers.yaml` calls it. */
  readonly fragments: Fragments;
}

export interface AlsoIn {
  readonly channel: string | undefined;
  readonly messageName: string;
  readonly consequence: string | undefined;
}

export interface Fragments {
  /** File and JSON pointer from the folder of the contracts, e.g. `order-service.yaml#/channels/ordersStream`. */
  readonly pointer: string;
  /** Hashes of the part before and now, `none` where it is not there. */
  readonly previous: string;
  readonly current: string;
}

/** What makes the gate fail: what breaks, or is not proved to break nothing. */
export const failsGate = ({ effect }: Change): boolean => effect === 'breaking' || effect === 'unknown';
