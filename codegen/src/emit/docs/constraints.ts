/** What a schema asks of a value, in words that need no knowledge of JSON Schema. */
import type { Schema } from '../../model/schema.js';
import type { JsonValue } from '../../model/source.js';
import { markup, type Markup } from './markup.js';

/** `array of OrderItem`, `string (uuid)`, `string or null`. */
export const typeText = (schema: Schema, depth = 0): string => {
  const [item, ...further] = itemsOf(schema);
  if (schema.types.includes('array') && item !== undefined && further.length === 0 && depth < depthMax) {
    return others(schema, `array of ${typeText(item, depth + 1)}`);
  }
  if (schema.name !== undefined && isObject(schema)) return others(schema, schema.name);
  const format = schema.format === undefined ? '' : ` (${schema.format})`;
  if (schema.types.length > 0) return `${schema.types.join(' or ')}${format}`;
  if (schema.oneOf.length > 0 || schema.anyOf.length > 0) {
    return [...schema.oneOf, ...schema.anyOf]
      .map((variant) => variant.name ?? typeText(variant, depth + 1))
      .join(' or ');
  }
  const values = schema.const === undefined ? (schema.enum ?? []) : [schema.const];
  if (values.length > 0) return [...new Set(values.map(typeOfValue))].join(' or ');
  const [part] = schema.allOf;
  if (part !== undefined && depth < depthMax) return part.name ?? typeText(part, depth + 1);
  return isObject(schema) ? 'object' : 'any value';
};

const typeOfValue = (value: JsonValue): string => {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
};

/** Deeper arrays of arrays than this are cut off. */
const depthMax = 8;

export const isObject = (schema: Schema): boolean => schema.types.includes('object') || schema.properties.length > 0;

/** The schema of the items, or those of a tuple. */
export const itemsOf = ({ items }: Schema): readonly Schema[] => {
  if (items === undefined) return [];
  return isList(items) ? items : [items];
};

const isList = (items: Schema | readonly Schema[]): items is readonly Schema[] => Array.isArray(items);

/** A named type that may also be null says so. */
const others = ({ types }: Schema, name: string): string =>
  [name, ...types.filter((type) => type !== 'array' && type !== 'object')].join(' or ');

/** One line a constraint; those of `allOf` parts included. */
export const constraintsOf = (schema: Schema, seen: ReadonlySet<string> = new Set()): readonly Markup[] => {
  if (seen.has(schema.id)) return [];
  const value = (name: string): JsonValue | undefined => {
    const keyword = schema.keywords.find((candidate) => candidate.name === name)?.value;
    return keyword?.kind === 'value' ? keyword.json : undefined;
  };
  const range = (least: string, most: string, unit: string): string | undefined =>
    bounds(value(least), value(most), unit);
  const { const: only, enum: values } = schema;
  const lines: (string | Markup | false | undefined)[] = [
    only !== undefined && markup`always ${code(only)}`,
    values !== undefined && markup`one of ${values.map((one, index) => markup`${index > 0 && ', '}${code(one)}`)}`,
    range('minLength', 'maxLength', 'characters'),
    range('minItems', 'maxItems', 'items'),
    range('minProperties', 'maxProperties', 'properties'),
    range('minimum', 'maximum', ''),
    limit('more than', value('exclusiveMinimum')),
    limit('less than', value('exclusiveMaximum')),
    limit('a multiple of', value('multipleOf')),
    value('pattern') !== undefined && markup`matches ${code(value('pattern') ?? '')}`,
    value('uniqueItems') === true && 'no item twice',
    value('default') !== undefined && markup`default ${code(value('default') ?? null)}`,
  ];
  const own = lines.flatMap((line) => (line === undefined || line === false ? [] : [markup`${line}`]));
  const below = new Set([...seen, schema.id]);
  return [...own, ...schema.allOf.flatMap((part) => constraintsOf(part, below))];
};

const bounds = (least: JsonValue | undefined, most: JsonValue | undefined, unit: string): string | undefined => {
  const unitText = unit === '' ? '' : ` ${unit}`;
  if (typeof least === 'number' && typeof most === 'number') {
    return least === most ? `exactly ${number(least)}${unitText}` : `${number(least)} to ${number(most)}${unitText}`;
  }
  if (typeof least === 'number') return `at least ${number(least)}${unitText}`;
  return typeof most === 'number' ? `at most ${number(most)}${unitText}` : undefined;
};

const limit = (words: string, value: JsonValue | undefined): string | undefined =>
  typeof value === 'number' ? `${words} ${number(value)}` : undefined;

/** Thousands apart, from five digits: 1,000,000,000,000 cannot be miscounted. */
const number = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) >= 10_000
    ? String(BigInt(value)).replaceAll(/\B(?=(\d{3})+$)/g, ',')
    : String(value);

const code = (value: JsonValue): Markup =>
  markup`<code>${typeof value === 'string' ? value : JSON.stringify(value)}</code>`;
