/** How a limit changed: minima and maxima of numbers, lengths and counts. */
import type { Schema } from '../../model/schema.js';
import { has, numberOf, rangeOf } from './keyword-of.js';
import { partOf } from './parts.js';
import type { Report, SchemaPair } from './rule.js';
import { object, valueText } from './words.js';

export interface Bound {
  /** One of them stands for the limit; of two the tighter counts. */
  readonly keywords: readonly string[];
  readonly side: 'lower' | 'upper';
}

export const rangeBounds: readonly Bound[] = [
  { keywords: ['minimum', 'exclusiveMinimum'], side: 'lower' },
  { keywords: ['maximum', 'exclusiveMaximum'], side: 'upper' },
];
export const lengthBounds: readonly Bound[] = boundsOf('minLength', 'maxLength');
export const itemCountBounds: readonly Bound[] = boundsOf('minItems', 'maxItems');
export const propertyCountBounds: readonly Bound[] = boundsOf('minProperties', 'maxProperties');

/** A narrowed limit demands more of what was written before, a widened one lets in what previous readers refuse. */
export const reportBounds = (
  pair: SchemaPair,
  bounds: readonly Bound[],
  wanted: 'narrowed' | 'widened',
  report: Report,
): void => {
  const { previous, current } = pair;
  for (const { keywords, side } of bounds) {
    const [before, after] = [limitOf(previous, keywords, side), limitOf(current, keywords, side)];
    const tightening =
      tightnessOf(after, side) - tightnessOf(before, side) || exclusiveness(after) - exclusiveness(before);
    if (tightening === 0 || tightening > 0 !== (wanted === 'narrowed')) continue;
    const owner = after === undefined ? previous : current;
    report({
      at: rangeOf(owner, ...keywords),
      previous: before === undefined ? undefined : rangeOf(previous, ...keywords),
      message: `"${writtenIn(owner, keywords)}" of ${object(pair)} ${changeText(before, after)}.`,
      fix:
        wanted === 'narrowed'
          ? `leave it as it was, or publish a new message with the tighter limit beside this one`
          : `let readers accept the wider limit in a release of its own, and widen it for writers in the next one`,
      ...(wanted === 'narrowed' ? { backward: partOf(current, keywords) } : { forward: partOf(previous, keywords) }),
    });
  }
};

/** The keyword that is there. */
const writtenIn = (schema: Schema, keywords: readonly string[]): string =>
  keywords.find((keyword) => has(schema, keyword)) ?? '';

interface Limit {
  readonly value: number;
  readonly isExclusive: boolean;
}

const limitOf = (
  schema: Schema,
  [plain = '', exclusive = '']: readonly string[],
  side: Bound['side'],
): Limit | undefined => {
  const [value, open] = [numberOf(schema, plain), numberOf(schema, exclusive)];
  if (open === undefined) return value === undefined ? undefined : { value, isExclusive: false };
  const isOpenTighter = value === undefined || (side === 'lower' ? open >= value : open <= value);
  return isOpenTighter ? { value: open, isExclusive: true } : { value, isExclusive: false };
};

/** Grows with what the limit refuses. */
const tightnessOf = (limit: Limit | undefined, side: Bound['side']): number => {
  if (limit === undefined) return -Number.MAX_VALUE;
  return side === 'lower' ? limit.value : -limit.value;
};

const exclusiveness = (limit: Limit | undefined): number => (limit?.isExclusive === true ? 1 : 0);

const changeText = (before: Limit | undefined, after: Limit | undefined): string => {
  if (before === undefined) return `is ${limitText(after)}; there was none`;
  return after === undefined
    ? `was ${limitText(before)} and is gone`
    : `was ${limitText(before)} and is ${limitText(after)}`;
};

const limitText = (limit: Limit | undefined): string =>
  `${valueText(limit?.value)}${limit?.isExclusive === true ? ' (exclusive)' : ''}`;

function boundsOf(lower: string, upper: string): readonly Bound[] {
  return [
    { keywords: [lower], side: 'lower' },
    { keywords: [upper], side: 'upper' },
  ];
}
