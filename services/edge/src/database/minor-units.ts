import type { ValueTransformer } from 'typeorm';

/** `bigint` columns of amounts as numbers: pg gives texts. Contracts limit an amount to 1e12, sums of them stay exact. */
export const minorUnits: ValueTransformer = {
  to: (value: number) => value,
  from: (value: string | number | null) => (value === null ? null : Number(value)),
};
