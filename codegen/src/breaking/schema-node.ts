/** Schemas as JSON, looked at keyword by keyword: nothing is known of what stands in them. */
import type { JsonObject, JsonValue } from '../model/source.js';
import type { ComparableSchema } from './verdict.js';

export const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isList = (value: JsonValue | undefined): value is readonly JsonValue[] => Array.isArray(value);

/** What stands there, and not what every object inherits. */
export const get = (object: JsonObject, name: string): JsonValue | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;

export const objectAt = (object: JsonObject, name: string): JsonObject => {
  const value = get(object, name);
  return isObject(value) ? value : {};
};

export const listAt = (object: JsonObject, name: string): readonly JsonValue[] => {
  const value = get(object, name);
  return isList(value) ? value : [];
};

export const textsAt = (object: JsonObject, name: string): readonly string[] =>
  listAt(object, name).filter((one) => typeof one === 'string');

export const numberAt = (object: JsonObject, name: string): number | undefined => {
  const value = get(object, name);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};

/** @returns what `$ref`s lead to, by their text; of several schemas with one address any will do for a guess */
export const targetsOf = ({ schema, others }: ComparableSchema): ((reference: string) => JsonValue | undefined) => {
  const roots = new Map<string, JsonValue>([['', schema], ...others]);
  const addId = (value: JsonValue): void => {
    if (!isObject(value) && !isList(value)) return;
    for (const name of ['$id', '$anchor', '$dynamicAnchor']) {
      const id = isObject(value) ? get(value, name) : undefined;
      if (typeof id === 'string') roots.set(lastPart(name === '$id' ? id : `#${id}`), value);
    }
    for (const below of Object.values(value)) addId(below);
  };
  for (const root of [schema, ...others.values()]) addId(root);
  return (reference) => {
    const [address = '', fragment = ''] = reference.split('#');
    const root = roots.get(address) ?? roots.get(lastPart(address)) ?? roots.get(lastPart(reference));
    return fragment.startsWith('/') ? pointedAt(root, fragment) : root;
  };
};

const lastPart = (address: string): string => address.replace(/#$/, '').split('/').at(-1) ?? address;

const pointedAt = (root: JsonValue | undefined, pointer: string): JsonValue | undefined => {
  let at = root;
  for (const part of pointer.split('/').slice(1)) {
    const key = decoded(part).replaceAll('~1', '/').replaceAll('~0', '~');
    if (isList(at)) at = at[Number(key)];
    else at = isObject(at) ? get(at, key) : undefined;
  }
  return at;
};

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};
