/** All rules for two releases, whoever looks for them, as they are listed. */
import type { Direction, Effect } from './change.js';
import { contractRules } from './contract-rules/index.js';

export interface BreakingRule {
  /** As in reports and waivers, e.g. `PROP_REQUIRED_ADDED`. */
  readonly id: string;
  readonly purpose: string;
  /** What it is about, e.g. `channel` or `property`. */
  readonly category: string;
  /** The worst that it can mean. */
  readonly effect: Effect;
  readonly directions: readonly Direction[];
}

/** By id. */
export const breakingRules: readonly BreakingRule[] = [...contractRules].toSorted((a, b) => (a.id < b.id ? -1 : 1));
