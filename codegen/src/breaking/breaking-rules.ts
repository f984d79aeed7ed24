/** All rules for two releases, whoever looks for them, as they are listed. */
import type { Direction, Effect } from './change.js';
import { contractRules } from './contract-rules/index.js';
import { headerRuleId } from './contract-rules/header-rules.js';
import { policyRules } from './policy/policy-rules.js';
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

const ofPayloads: readonly BreakingRule[] = schemaRules.map(({ id, purpose, category, directions }) => ({
  id,
  purpose,
  category,
  effect: directions.length > 0 ? 'breaking' : 'compatible',
  directions,
}));

const ofHeaders: readonly BreakingRule[] = ofPayloads.map((rule) => ({
  ...rule,
  id: headerRuleId(rule.id),
  purpose: `In headers: ${rule.purpose.charAt(0).toLowerCase()}${rule.purpose.slice(1)}`,
  category: 'header',
}));

/** By id. */
export const breakingRules: readonly BreakingRule[] = [
  ...contractRules,
  ...ofPayloads,
  ...ofHeaders,
  ...policyRules,
].toSorted((a, b) => (a.id < b.id ? -1 : 1));
