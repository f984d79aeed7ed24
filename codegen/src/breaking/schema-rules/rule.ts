/** What a rule for payloads and headers is: data with one function, which looks at one place of two versions. */
import type { Schema } from '../../model/schema.js';
import type { SourceRange } from '../../model/source.js';
import type { Direction } from '../change.js';
import type { PropertyPairs } from './property-pairs.js';
import type { Path } from './path.js';

export type Category = 'property' | 'type' | 'value' | 'list' | 'object' | 'composition' | 'wording';

export interface SchemaRule {
  /** As it is printed and waived, e.g. `PROP_REQUIRED_ADDED`; its file and its fixtures are named for it. */
  readonly id: string;
  /** One sentence: what such a change may do to whom. */
  readonly purpose: string;
  readonly category: Category;
  /** What such a change can break; whether it does is for `compareSchemas` to say. */
  readonly directions: readonly Direction[];
  readonly check: (pair: SchemaPair, report: Report) => void;
}

/** Two versions of a schema at one place. Members of `allOf` are pairs of their own, at the place of what holds them. */
export interface SchemaPair {
  readonly previous: Schema;
  readonly current: Schema;
  readonly path: Path;
  /** Of all members of `allOf` together, so that moving a property from one to another is no change; else empty. */
  readonly properties: PropertyPairs;
  /** The same place in older versions, oldest first, where they have it. */
  readonly history: readonly Older[];
  readonly part: 'payload' | 'headers';
}

export interface Older {
  readonly root: Schema;
  readonly schema: Schema;
}

export type Report = (found: Found) => void;

/** A difference, and what it demands of those who read. */
export interface Found {
  /** In the current contract, or in the previous one if the part was removed. */
  readonly at: SourceRange;
  /** `undefined` if the part was added. */
  readonly previous: SourceRange | undefined;
  /** What changed, with the values before and after. */
  readonly message: string;
  /** What to do instead. */
  readonly fix: string;
  /**
   * The part of the current schema at the pair's place that this is about: what was written before must be valid under
   * it, else the change breaks. `undefined` if it demands nothing.
   */
  readonly backward?: Schema | undefined;
  /** The same for what is written now and the previous schema. */
  readonly forward?: Schema | undefined;
  /** What another finding says already: if that is broken as well, this one is not about anything else. */
  readonly beyond?: { readonly backward: Schema };
  /** Two rules that see one change from both directions give it one name; of those that are harmless one is kept. */
  readonly twin?: string;
  /** Whose events it is that `backward` is about. @default the previous version's */
  readonly writer?: Schema;
  /** What it is if no data is broken by it. @default `compatible` */
  readonly atLeast?: 'warning';
  /** Worth no word if it breaks nothing. */
  readonly isSilent?: true;
  /** Describes only: no verdict is asked for. */
  readonly isWording?: true;
}
