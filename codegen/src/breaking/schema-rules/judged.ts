/** A difference that a rule has found, the verdicts on it, and the changes that come of it. */
import type { SourceRange } from '../../model/source.js';
import type { Change, Direction, Place } from '../change.js';
import type { Verdict } from '../verdict.js';
import type { Found, SchemaPair, SchemaRule } from './rule.js';

export interface Difference extends Pick<SchemaPair, 'path'> {
  readonly rule: SchemaRule;
  readonly found: Found;
}

/** Where there is none, the change is harmless. */
export type Verdicts = ReadonlyMap<Direction, Verdict | undefined>;

export interface Judged {
  readonly difference: Difference;
  readonly verdicts: Verdicts;
}

/** Of rules that see the same change from different sides, those that find harm are kept, or else the first. */
export const withoutHarmlessTwins = (all: readonly Judged[]): readonly Judged[] => {
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

/** One for each direction in which it does harm, or else one that is compatible. */
export const changesOf = (
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
