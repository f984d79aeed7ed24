/** What two versions of a bare schema do to each other's data. */
import type { JsonValue } from '../../model/source.js';
import type { Direction } from '../change.js';
import type { ContentModel } from '../comparable.js';
import { compareSchemas } from '../compare-schemas.js';
import { comparable } from './comparable.js';
import { ruleOfViolation } from './rule-of-violation.js';

export interface SchemaPair {
  readonly id: string | number;
  readonly old: JsonValue;
  readonly new: JsonValue;
  /** Draft of schemas that do not say it with `$schema`. */
  readonly draft?: string | undefined;
}

export interface PairVerdict {
  readonly verdict: 'COMPATIBLE' | 'BREAKING' | 'UNKNOWN';
  /** What one version writes and the other refuses. */
  readonly witness?: JsonValue;
  /** The rule that the witness breaks, where one can be named. */
  readonly rule?: string;
  /** Why nothing is known; of a witness, what the reader says of it. */
  readonly reason?: string;
}

export interface ComparedPair {
  readonly id: string | number;
  readonly backward: PairVerdict;
  readonly forward: PairVerdict;
  readonly ms: number;
}

/** One odd pair is UNKNOWN and keeps nobody from the others. */
export const comparePair = (pair: SchemaPair, policy: ContentModel): ComparedPair => {
  const startedAt = performance.now();
  const backward = compareOneWay(pair, policy, 'backward');
  const forward = compareOneWay(pair, policy, 'forward');
  const ms = Math.round((performance.now() - startedAt) * 1_000) / 1_000;
  return { id: pair.id, backward, forward, ms };
};

export const compareOneWay = (pair: SchemaPair, policy: ContentModel, direction: Direction): PairVerdict => {
  const { draft } = pair;
  const [written, read] = direction === 'backward' ? [pair.old, pair.new] : [pair.new, pair.old];
  try {
    const writer = comparable(written, { side: 'writer', policy, draft });
    const reader = comparable(read, { side: 'reader', policy, draft });
    const verdict = compareSchemas(writer, reader);
    if (verdict.kind === 'compatible') return { verdict: 'COMPATIBLE' };
    if (verdict.kind === 'unknown') return { verdict: 'UNKNOWN', reason: verdict.reason };
    const { value, violation } = verdict.witness;
    const rule = ruleOfViolation(verdict.witness, { writer, reader, direction });
    const place = violation.instancePath === '' ? '' : `${violation.instancePath} `;
    return {
      verdict: 'BREAKING',
      witness: value,
      ...(rule === undefined ? {} : { rule }),
      reason: `The reader refuses it: ${place}${violation.message}.`,
    };
  } catch (error) {
    return { verdict: 'UNKNOWN', reason: error instanceof Error ? error.message : String(error) };
  }
};
