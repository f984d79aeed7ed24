/** What changed between two versions of a payload or of headers, and what each change breaks. */
import type { Schema } from '../../model/schema.js';
import type { Change, Direction } from '../change.js';
import type { ContentModel } from '../comparable.js';
import type { Verdict } from '../verdict.js';
import { changesOf, type Difference, type Judged, type Verdicts, withoutHarmlessTwins } from './judged.js';
import { MessageComparison } from './message-comparison.js';
import { yes } from './parts.js';
import { noProperties } from './property-pairs.js';
import { schemaRules } from './registry.js';
import type { SchemaPair, SchemaRule } from './rule.js';
import { payloadUnwritable } from './rules/payload-unwritable.js';
import { refactored } from './rules/refactored.js';
import { schemaChanged } from './rules/schema-changed.js';
import { isSameSchema } from './same-schema.js';
import { walk } from './walk.js';

export interface MessageSchemas {
  readonly part: 'payload' | 'headers';
  /** `undefined` where anything is valid because nothing is said. */
  readonly previous: Schema | undefined;
  readonly current: Schema | undefined;
  readonly contentModel: ContentModel;
  /** Versions before the previous one, oldest first: what names meant that were retired. */
  readonly history?: readonly Schema[];
}

/**
 * In no particular order; channel, message, operation and consequence are for the caller to fill in.
 * @param directions which of them a change may break under the policy; in others it is harmless
 */
export const compareMessageSchemas = (
  { part, previous, current, contentModel, history = [] }: MessageSchemas,
  { directions }: { readonly directions: readonly Direction[] },
): readonly Change[] => {
  const [before, after] = [previous ?? anything(current), current ?? anything(previous)];
  const root: SchemaPair = {
    previous: before,
    current: after,
    path: [],
    properties: noProperties,
    history: history.map((schema) => ({ root: schema, schema })),
    part,
  };
  const differences = differencesBetween(root);
  const changesWith = (verdictsOn: (difference: Difference) => Verdicts): readonly Change[] =>
    withoutHarmlessTwins(differences.map((difference) => ({ difference, verdicts: verdictsOn(difference) }))).flatMap(
      (judged) => changesOf(judged, part),
    );
  if (isSameSchema(before, after)) return changesWith(() => new Map());
  const comparison = new MessageComparison(before, after, contentModel);
  const changes = changesWith(
    ({ found, path }) =>
      new Map(directions.map((direction) => [direction, comparison.verdictOn(direction, found, path)])),
  );
  const whole = directions.flatMap((direction) => {
    const verdict = comparison.whole(direction);
    return isExplained(verdict, changes, direction) ? [] : changesOf(asWhole(root, direction, verdict), part);
  });
  const unwritable = directions.length === 0 ? undefined : comparison.unwritable();
  if (unwritable !== undefined) {
    // What is odd about the schema is the reason, and needs no finding of its own.
    const isReason = ({ effect }: Change): boolean => effect === 'warning';
    const reason = differences.find(({ found }) => found.atLeast === 'warning');
    return [
      ...changes.filter((change) => !isReason(change)),
      ...whole,
      ...changesOf(asUnwritable(root, unwritable, reason), part),
    ];
  }
  if (changes.some(({ direction }) => direction !== undefined) || whole.length > 0) return [...changes, ...whole];
  if (!comparison.isEquivalent()) return changes.length > 0 ? changes : changesOf(asOther(root, schemaChanged), part);
  const wording = changesWith(() => new Map()).filter(({ rule }) => isAboutWording(rule));
  const first = differences.find(({ found }) => found.isWording !== true);
  return [...changesOf(asOther(root, refactored, first), part), ...wording];
};

const anything = (other: Schema | undefined): Schema => ({ ...yes, range: other?.range ?? yes.range });

const differencesBetween = (root: SchemaPair): readonly Difference[] => {
  const differences: Difference[] = [];
  walk(root, (pair) => {
    for (const rule of schemaRules) {
      rule.check(pair, (found) => differences.push({ rule, found, path: pair.path }));
    }
  });
  return differences;
};

/** A witness is explained by a change that breaks; what nobody knows also by one of which it is not known. */
const isExplained = (verdict: Verdict, changes: readonly Change[], direction: Direction): boolean => {
  if (verdict.kind === 'compatible') return true;
  return changes.some(
    (change) => change.direction === direction && (change.effect === 'breaking' || verdict.kind === 'unknown'),
  );
};

const asWhole = ({ previous, current, part }: SchemaPair, direction: Direction, verdict: Verdict): Judged => ({
  difference: {
    rule: schemaChanged,
    path: [],
    found: {
      at: current.range,
      previous: previous.range,
      message: `The ${part} changed, and what follows from it comes from no single change.`,
      fix: 'make the changes one by one, each in a release of its own',
    },
  },
  verdicts: new Map([[direction, verdict]]),
});

const asUnwritable = ({ previous, current, part }: SchemaPair, verdict: Verdict, reason?: Difference): Judged => ({
  difference: {
    rule: payloadUnwritable,
    path: [],
    found: {
      at: reason?.found.at ?? current.range,
      previous: reason === undefined ? previous.range : reason.found.previous,
      message: `${reason === undefined ? '' : `${reason.found.message} `}No ${part} can be written any more.`,
      fix: reason?.found.fix ?? 'look for demands that contradict each other',
    },
  },
  // What could be written is refused by what writes now.
  verdicts: new Map([['backward', verdict]]),
});

const asOther = ({ previous, current, part }: SchemaPair, rule: SchemaRule, first?: Difference): Judged => ({
  difference: {
    rule,
    path: [],
    found: {
      at: first?.found.at ?? current.range,
      previous: first === undefined ? previous.range : first.found.previous,
      message:
        rule === refactored
          ? `The ${part} ${part === 'payload' ? 'is' : 'are'} written otherwise and accept${part === 'payload' ? 's' : ''} the same as before.`
          : `The ${part} changed in a way that breaks nothing.`,
      fix: 'nothing to do',
    },
  },
  verdicts: new Map(),
});

const isAboutWording = (id: string): boolean =>
  schemaRules.some((rule) => rule.id === id && rule.category === 'wording');
