/** Numbers: ranges and steps. */
import type { Schema } from '../model/schema.js';
import { numberOf } from './keywords.js';
import { impossible, type Plan } from './plan.js';
import type { Doubt } from './planner.js';

interface Bound {
  readonly value: number;
  readonly isExcluded: boolean;
}

export const planNumber = (type: 'integer' | 'number', schemas: readonly Schema[], doubt: Doubt): Plan => {
  const kind = schemas.some(({ format }) => format === 'int32' || format === 'int64') ? 'integer' : type;
  const min = tightest(bounds(schemas, 'minimum', 'exclusiveMinimum'), (a, b) => a - b);
  const max = tightest(bounds(schemas, 'maximum', 'exclusiveMaximum'), (a, b) => b - a);
  const steps = [...new Set(schemas.flatMap((schema) => numberOf(schema, 'multipleOf') ?? []))];
  if (steps.length > 1) doubt();
  const step = steps.find((one) => kind === 'number' || Number.isInteger(one)) ?? steps[0];
  if (step !== undefined) return ofSteps(kind, step, min, max, doubt);
  if (kind === 'integer') return ofIntegers(min, max);
  if (min !== undefined && max !== undefined && isEmpty(min, max)) return none(min, max);
  return {
    kind,
    min: min?.value,
    max: max?.value,
    isMinExcluded: min?.isExcluded ?? false,
    isMaxExcluded: max?.isExcluded ?? false,
    step: undefined,
  };
};

const ofIntegers = (min: Bound | undefined, max: Bound | undefined): Plan => {
  const lowest = min && (min.isExcluded ? Math.floor(min.value) + 1 : Math.ceil(min.value));
  const highest = max && (max.isExcluded ? Math.ceil(max.value) - 1 : Math.floor(max.value));
  return integers(lowest, highest, undefined) ?? none(min, max);
};

const ofSteps = (
  kind: 'integer' | 'number',
  step: number,
  min: Bound | undefined,
  max: Bound | undefined,
  doubt: Doubt,
): Plan => {
  // Divisions of fractions are not exact, and a step that is no integer may give something else than integers.
  if (!Number.isInteger(step)) doubt();
  const lowest = min && (min.isExcluded ? Math.floor(min.value / step) + 1 : Math.ceil(min.value / step));
  const highest = max && (max.isExcluded ? Math.ceil(max.value / step) - 1 : Math.floor(max.value / step));
  if (kind === 'integer' && !Number.isInteger(step)) {
    const inverse = 1 / step;
    if (Number.isInteger(inverse)) return ofIntegers(min, max);
  }
  return integers(lowest, highest, step) ?? none(min, max);
};

/** `undefined` if there are none. The other bound moves where fast-check's own would be on the wrong side. */
const integers = (
  lowest: number | undefined,
  highest: number | undefined,
  step: number | undefined,
): Plan | undefined => {
  const reach = 1_000_000;
  const min = clamped(lowest ?? (highest !== undefined && highest < int32.min ? highest - reach : undefined));
  const max = clamped(highest ?? (lowest !== undefined && lowest > int32.max ? lowest + reach : undefined));
  // A step times an integer of 32 bits may leave the integers that are exact.
  const isFar = step !== undefined && step > reach;
  const bounded = {
    min: min ?? (isFar ? -reach : undefined),
    max: max ?? (isFar ? (min ?? 0) + reach : undefined),
  };
  if ((bounded.min ?? int32.min) > (bounded.max ?? int32.max)) return undefined;
  return { kind: step === undefined || Number.isInteger(step) ? 'integer' : 'number', ...bounded, ...included, step };
};

const included = { isMinExcluded: false, isMaxExcluded: false } as const;
const int32 = { min: -0x80_00_00_00, max: 0x7f_ff_ff_ff } as const;

const clamped = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : Math.min(Number.MAX_SAFE_INTEGER, Math.max(Number.MIN_SAFE_INTEGER, value));

const bounds = (schemas: readonly Schema[], inclusive: string, exclusive: string): readonly Bound[] =>
  schemas.flatMap((schema) => {
    const value = numberOf(schema, inclusive);
    const excluded = numberOf(schema, exclusive);
    return [
      ...(value === undefined ? [] : [{ value, isExcluded: false }]),
      ...(excluded === undefined ? [] : [{ value: excluded, isExcluded: true }]),
    ];
  });

/** The greatest by `order`; of equal ones the one that excludes its value. */
const tightest = (list: readonly Bound[], order: (a: number, b: number) => number): Bound | undefined =>
  list.toSorted((a, b) => order(b.value, a.value) || Number(b.isExcluded) - Number(a.isExcluded))[0];

const isEmpty = (min: Bound, max: Bound): boolean =>
  min.value > max.value || (min.value === max.value && (min.isExcluded || max.isExcluded));

const none = (min: Bound | undefined, max: Bound | undefined): Plan =>
  impossible(`no number lies between ${min?.value ?? '-∞'} and ${max?.value ?? '∞'}`);
