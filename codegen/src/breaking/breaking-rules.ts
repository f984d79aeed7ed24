/** All rules for two releases, whoever looks for them, as they are listed. */
import type { Direction, Effect } from './change.js';
import { contractRules } from './contract-rules/index.js';
import { schemaRules } from './schema-rules/index.js';

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
export const breakingRules: readonly BreakingRule[] = [
  ...contractRules,
  ...schemaRules.map(({ id, purpose, category, directions }): BreakingRule => {
    const effect = directions.length === 0 ? 'compatible' : 'breaking';
    return { id, purpose, category, effect, directions };
  }),
].toSorted((a, b) => (a.id < b.id ? -1 : 1));
