/** What a rule for two releases is: data with one function, which looks at everything that was paired. */
import type { Channel, Document, Message } from '../../model/contract.js';
import type { SourceRange } from '../../model/source.js';
import type { Direction, Effect } from '../change.js';
import type { Delivery } from './delivery.js';
import type { Comparison } from './comparison.js';

export type ContractRuleCategory = 'channel' | 'message' | 'operation' | 'server' | 'document';

export interface ContractRule {
  /** As in reports and waivers, e.g. `CHANNEL_REMOVED`; its file has the same name in kebab-case. */
  readonly id: string;
  /** One sentence: what goes wrong in a running system, or why nothing does. */
  readonly purpose: string;
  readonly category: ContractRuleCategory;
  /** The worst that it can mean. */
  readonly effect: Effect;
  /** In which it can do harm; none if it never does. */
  readonly directions: readonly Direction[];
  readonly check: (comparison: Comparison, report: Report) => void;
}

export type Report = (difference: Difference) => void;

/** What a rule has found. */
export interface Difference {
  /** Where it stands now; `undefined` if it was removed. */
  readonly current: SourceRange | undefined;
  /** Where it stood; `undefined` if it was added. */
  readonly previous: SourceRange | undefined;
  /** What has changed, with both values. */
  readonly message: string;
  readonly fix?: string | undefined;
  readonly about: About;
  /** None: it is compatible. */
  readonly harms: readonly Harm[];
}

/** As in the current release, or in the previous one if it was removed. */
export interface About {
  readonly channel?: Channel;
  readonly message?: Message;
  /** Key of the operation. */
  readonly operation?: string;
  /** What asks for compatibility where no channel is concerned: all channels that this document uses. */
  readonly document?: Document;
}

export type Harm = {
  /** `either`: one harm that every policy minds; it is reported once. */
  readonly direction: Direction | 'either';
  /** One sentence: what will happen to whom. */
  readonly consequence: string;
} & (
  | { readonly effect: 'breaking'; readonly delivery: Delivery }
  | { readonly effect: 'warning' | 'unknown'; readonly delivery?: undefined }
);
