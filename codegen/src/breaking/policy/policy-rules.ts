/** What is found beside changes: versions and waivers. */
import type { Direction, Effect } from '../change.js';

export interface PolicyRule {
  readonly id: string;
  readonly purpose: string;
  readonly category: 'compatibility' | 'version' | 'waiver';
  readonly effect: Effect;
  readonly directions: readonly Direction[];
}

/** By id. */
export const policyRules: readonly PolicyRule[] = [
  {
    id: 'COMPATIBILITY_WEAKENED',
    purpose: 'A change that asks for less compatibility hides what it breaks; whoever reviews it must see that.',
    category: 'compatibility',
    effect: 'warning',
    directions: [],
  },
  {
    id: 'VERSION_NOT_BUMPED',
    purpose:
      'Who reads info.version must be able to tell a release that breaks something from one that adds something.',
    category: 'version',
    effect: 'warning',
    directions: [],
  },
  {
    id: 'WAIVER_EXPIRED',
    purpose: 'A waiver lets a change through for a time; somebody decides again when that is over.',
    category: 'waiver',
    effect: 'breaking',
    directions: [],
  },
  {
    id: 'WAIVER_INVALID',
    purpose: 'A waiver that nobody can read must not look as if it let something through.',
    category: 'waiver',
    effect: 'breaking',
    directions: [],
  },
  {
    id: 'WAIVER_UNUSED',
    purpose: 'A waiver that fits nothing would let the next change of the same part through unseen.',
    category: 'waiver',
    effect: 'breaking',
    directions: [],
  },
];
