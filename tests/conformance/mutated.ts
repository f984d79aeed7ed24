/** Values that differ from a valid one in one place. */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Every way of changing one thing in `value`, at every level: some of them stay valid. */
export const mutated = (value: Json): readonly Json[] => [...ofOtherTypes(value), ...nearby(value), ...inside(value)];

const ofOtherTypes = (value: Json): readonly Json[] =>
  [null, true, 'text', 3.5, [], {}].filter(
    (other) => typeof other !== typeof value || Array.isArray(other) !== Array.isArray(value),
  );

const nearby = (value: Json): readonly Json[] => {
  if (typeof value === 'string') return ['', `${value}x`, value.slice(1)];
  if (typeof value === 'number')
    return [value + 1, value - 1, -value, value + 0.5, value * 1e6].filter(Number.isFinite);
  return typeof value === 'boolean' ? [!value] : [];
};

const inside = (value: Json): readonly Json[] => {
  if (typeof value !== 'object' || value === null) return [];
  if (isList(value)) {
    const changed = value.flatMap((item, index) => mutated(item).map((other) => value.with(index, other)));
    return [...changed, [...value, null], ...value.slice(0, 1).map((first) => [...value, first]), value.slice(1)];
  }
  const entries = Object.entries(value);
  const changed = entries.flatMap(([key, below]) => mutated(below).map((other) => ({ ...value, [key]: other })));
  const without = entries.map(([key]) => Object.fromEntries(entries.filter(([name]) => name !== key)));
  return [...changed, ...without, { ...value, undeclared: 1 }];
};

// Array.isArray does not narrow readonly arrays.
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
