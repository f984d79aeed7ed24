/** JSON values as code. */
import type { JsonValue } from '../model/source.js';
import { propertyKey } from './names.js';

/** A value as the type that only it has, e.g. `'EUR'` or `readonly [1, 2]`. */
export const literalType = (value: JsonValue): string => {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `readonly [${value.map(literalType).join(', ')}]`;
  const members = Object.entries(value).map(([key, below]) => `readonly ${propertyKey(key)}: ${literalType(below)}`);
  return `{ ${members.join('; ')} }`;
};

/** `300_000`, as people write it. */
export const numberText = (value: number): string =>
  Number.isInteger(value) ? String(value).replaceAll(/\B(?=(\d{3})+$)/g, '_') : String(value);

// Array.isArray does not narrow readonly arrays.
const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
