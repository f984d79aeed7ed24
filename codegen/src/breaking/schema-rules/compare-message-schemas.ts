/** What changed between two versions of a payload or of headers, and what each change breaks. */
import type { Schema } from '../../model/schema.js';
import type { SourceRange } from '../../model/source.js';
import type { Change, Direction, Place } from '../change.js';
import type { ContentModel } from '../comparable.js';
import type { Verdict } from '../verdict.js';
import { MessageComparison } from './message-comparison.js';
import { yes } from './parts.js';
import { noProperties } from './property-pairs.js';
import { schemaRules } from './registry.js';
import type { Found, SchemaPair, SchemaRule } from './rule.js';
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
  if (changes.some(({ direction }) => direction !== undefined) || whole.length > 0) return [...changes, ...whole];
  if (!comparison.isEquivalent()) return changes.length > 0 ? changes : changesOf(asOther(root, schemaChanged), part);
  const wording = changesWith(() => new Map()).filter(({ rule }) => isAboutWording(rule));
  return [
    ...changesOf(
      asOther(
        root,
        refactored,
        differences.filter(({ found }) => found.isWording !== true),
      ),
      part,
    ),
    ...wording,
  ];
};

interface Difference extends Pick<SchemaPair, 'path'> {
  readonly rule: SchemaRule;
  readonly found: Found;
}

/** Where there is none, the change is harmless. */
type Verdicts = ReadonlyMap<Direction, Verdict | undefined>;

interface Judged {
  readonly difference: Difference;
  readonly verdicts: Verdicts;
}

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

/** Of rules that see the same change from different sides, those that find harm are kept, or else the first. */
const withoutHarmlessTwins = (all: readonly Judged[]): readonly Judged[] => {
  const isHarmful = ({ verdicts }: Judged): boolean => [...verdicts.values()].some(isHarm);
  const keyOf = ({ difference: { found } }: Judged): string =>
    `${found.at.file}#${found.at.pointer} ${found.twin ?? ''}`;
  return all.filter((judged) => {
    if (isHarmful(judged)) return true;
    if (judged.difference.found.isSilent === true) return false;
    if (judged.difference.found.twin === undefined) return true;
    const twins = all.filter((one) => keyOf(one) === keyOf(judged));
    return !twins.some(isHarmful) && twins[0] === judged;
  });
};

const isHarm = (verdict: Verdict | undefined): boolean => verdict !== undefined && verdict.kind !== 'compatible';

const changesOf = (
  { difference: { rule, found }, verdicts }: Judged,
  part: 'payload' | 'headers',
): readonly Change[] => {
  const { at, previous, message, fix, atLeast = 'compatible' } = found;
  const change: Change = {
    rule: rule.id,
    ...placeOf(at),
    ...(at.endLine === at.line ? { endColumn: at.endColumn } : {}),
    message,
    direction: undefined,
    effect: atLeast,
    previous: previous === undefined ? undefined : placeOf(previous),
    channel: undefined,
    messageName: undefined,
    operation: undefined,
    witness: undefined,
    consequence: undefined,
  };
  const harms = [...verdicts].flatMap(([direction, verdict]): readonly Change[] => {
    if (verdict === undefined || verdict.kind === 'compatible') return [];
    if (verdict.kind === 'unknown') {
      const unknown = `${message} Whether that breaks anything is not known: ${verdict.reason}`;
      return [{ ...change, fix, direction, effect: 'unknown', message: unknown }];
    }
    const { value, violation } = verdict.witness;
    return [{ ...change, fix, direction, effect: 'breaking', witness: { part, value, violation } }];
  });
  if (harms.length > 0) return harms;
  return [atLeast === 'warning' ? { ...change, fix } : change];
};

const placeOf = ({ file, line, column, pointer }: SourceRange): Place => ({ file, line, column, pointer });

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

const asOther = (
  { previous, current, part }: SchemaPair,
  rule: SchemaRule,
  [first]: readonly Difference[] = [],
): Judged => ({
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
