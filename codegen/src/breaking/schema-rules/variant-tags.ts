/** The property that tells the variants of a union apart, if there is one. */
import type { Schema } from '../../model/schema.js';

export interface Tags {
  readonly name: string;
  /** As JSON, by variant; no value belongs to two variants. */
  readonly values: ReadonlyMap<Schema, readonly string[]>;
}

/** @returns `undefined` if no property is required by every variant with values that no other has */
export const tagsOf = (variants: readonly Schema[]): Tags | undefined => {
  const [first] = variants;
  for (const name of first?.required ?? []) {
    const values = new Map(variants.map((variant) => [variant, valuesOf(variant, name)]));
    const all = [...values.values()].flat();
    const isTag = [...values.values()].every((own) => own.length > 0) && new Set(all).size === all.length;
    if (isTag && values.size === variants.length) return { name, values };
  }
  return undefined;
};

/** @returns none if it may be missing, or be anything, or be no plain value */
const valuesOf = ({ required, properties }: Schema, name: string): readonly string[] => {
  const tag = required.includes(name) ? properties.find((property) => property.name === name)?.schema : undefined;
  if (tag === undefined || tag.isExtensibleEnum) return [];
  const values = tag.enum ?? (tag.const === undefined ? [] : [tag.const]);
  const isPlain = values.every((value) => typeof value !== 'object' || value === null);
  return isPlain ? [...new Set(values.map((value) => JSON.stringify(value)))].toSorted() : [];
};
