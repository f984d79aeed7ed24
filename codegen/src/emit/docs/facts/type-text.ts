/** The type of a value in words: `array of OrderItem`, `string (uuid)`, `string or null`. */
import type { Schema } from '../../../model/schema.js';
import type { JsonValue } from '../../../model/source.js';

export const typeText = (schema: Schema, depth = 0): string => {
  const [item, ...further] = itemsOf(schema);
  if (schema.types.includes('array') && item !== undefined && further.length === 0 && depth < depthMax) {
    return others(schema, `array of ${typeText(item, depth + 1)}`);
  }
  if (schema.name !== undefined && isObject(schema)) return others(schema, schema.name);
  const format = schema.format === undefined ? '' : ` (${schema.format})`;
  if (schema.types.length > 0) return `${schema.types.join(' or ')}${format}`;
  return typeOfForms(schema, depth);
};

const typeOfForms = (schema: Schema, depth: number): string => {
  const forms = [...schema.oneOf, ...schema.anyOf];
  if (forms.length > 0 && depth < depthMax) {
    const names = new Set(forms.map((form) => form.name ?? typeText(form, depth + 1)));
    return names.size > formsMax ? `one of ${names.size} forms` : [...names].join(' or ');
  }
  const values = schema.const === undefined ? (schema.enum ?? []) : [schema.const];
  if (values.length > 0) return [...new Set(values.map(typeOfValue))].join(' or ');
  const [part] = schema.allOf;
  if (part !== undefined && depth < depthMax) return part.name ?? typeText(part, depth + 1);
  return isObject(schema) ? 'object' : 'any value';
};

/** Deeper arrays of arrays than this are cut off. */
const depthMax = 4;

/** More forms than this are counted instead of named. */
const formsMax = 6;

const typeOfValue = (value: JsonValue): string => {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
};

export const isObject = (schema: Schema): boolean => schema.types.includes('object') || schema.properties.length > 0;

/** The schema of the items, or those of a tuple. */
export const itemsOf = ({ items }: Schema): readonly Schema[] => {
  if (items === undefined || typeof items === 'boolean') return [];
  return isList(items) ? items : [items];
};

const isList = (items: Schema | readonly Schema[]): items is readonly Schema[] => Array.isArray(items);

/** A named type that may also be null says so. */
const others = ({ types }: Schema, name: string): string =>
  [name, ...types.filter((type) => type !== 'array' && type !== 'object')].join(' or ');
