/** How the types changed that are valid at a place. */
import type { JsonType, Schema } from '../../model/schema.js';

export type TypeChange = 'same' | 'changed' | 'widened' | 'narrowed' | 'nullable-added' | 'nullable-removed';

export const typeChangeOf = (previous: Schema, current: Schema): TypeChange => {
  const [before, after] = [kindsOf(previous), kindsOf(current)];
  const gone = [...before].filter((kind) => !after.has(kind));
  const come = [...after].filter((kind) => !before.has(kind));
  if (gone.length === 0 && come.length === 0) return 'same';
  if (gone.length > 0 && come.length > 0) return 'changed';
  if (gone.length > 0) return gone.length === 1 && gone[0] === 'null' ? 'nullable-removed' : 'narrowed';
  return come.length === 1 && come[0] === 'null' ? 'nullable-added' : 'widened';
};

/** `string`, `string or null`, `any type`. */
export const typesText = ({ types }: Schema): string => (types.length === 0 ? 'any type' : types.join(' or '));

/** `number` is integers and fractions; a schema that names no type takes all. */
const kindsOf = ({ types }: Schema): ReadonlySet<string> =>
  new Set(
    (types.length === 0 ? every : types).flatMap((type) => (type === 'number' ? ['integer', 'fraction'] : [type])),
  );

const every: readonly JsonType[] = ['string', 'number', 'boolean', 'null', 'array', 'object'];

/** A variant of a union that is there for `null` alone. */
export const isOnlyNull = (schema: Schema): boolean =>
  (schema.types.length === 1 && schema.types[0] === 'null') ||
  schema.const === null ||
  (schema.enum?.length === 1 && schema.enum[0] === null);
