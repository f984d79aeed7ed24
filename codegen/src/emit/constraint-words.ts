/** What a schema asks of a value besides its type, in words that need no knowledge of JSON Schema. */
import type { Schema } from '../model/schema.js';
import type { JsonValue } from '../model/source.js';

/** `words` as prose, and the values behind them as they are written in code: `one of` `A`, `B`. */
export interface Constraint {
  readonly words: string;
  readonly values: readonly JsonValue[];
}

/** One constraint each; those of `allOf` parts included. */
export const constraintsOf = (schema: Schema, seen: ReadonlySet<string> = new Set()): readonly Constraint[] => {
  if (seen.has(schema.id)) return [];
  const value = (name: string): JsonValue | undefined => {
    const keyword = schema.keywords.find((candidate) => candidate.name === name)?.value;
    return keyword?.kind === 'value' ? keyword.json : undefined;
  };
  const range = (least: string, most: string, unit: Unit): Constraint[] =>
    plain(bounds(value(least), value(most), unit));
  const own = [
    ...behind('always', schema.const),
    ...(schema.enum === undefined ? [] : [{ words: 'one of', values: schema.enum }]),
    ...range('minLength', 'maxLength', 'characters'),
    ...range('minItems', 'maxItems', 'items'),
    ...range('minProperties', 'maxProperties', 'properties'),
    ...range('minimum', 'maximum', ''),
    ...plain(limit('more than', value('exclusiveMinimum'))),
    ...plain(limit('less than', value('exclusiveMaximum'))),
    ...plain(limit('a multiple of', value('multipleOf'))),
    ...behind('matches', value('pattern')),
    ...plain(value('uniqueItems') === true ? 'no item twice' : undefined),
    ...behind('default', value('default')),
  ];
  const below = new Set([...seen, schema.id]);
  return [...own, ...schema.allOf.flatMap((part) => constraintsOf(part, below))];
};

export type Unit = '' | 'characters' | 'items' | 'properties';

const singular = { characters: 'character', items: 'item', properties: 'property' };

const plain = (words: string | undefined): Constraint[] => (words === undefined ? [] : [{ words, values: [] }]);

const behind = (words: string, value: JsonValue | undefined): Constraint[] =>
  value === undefined ? [] : [{ words, values: [value] }];

export const bounds = (least: JsonValue | undefined, most: JsonValue | undefined, unit: Unit): string | undefined => {
  const counted = (count: number): string =>
    unit === '' ? readableNumber(count) : `${readableNumber(count)} ${count === 1 ? singular[unit] : unit}`;
  if (typeof least === 'number' && typeof most === 'number') {
    return least === most ? `exactly ${counted(least)}` : `${readableNumber(least)} to ${counted(most)}`;
  }
  if (typeof least === 'number') return `at least ${counted(least)}`;
  return typeof most === 'number' ? `at most ${counted(most)}` : undefined;
};

export const limit = (words: string, value: JsonValue | undefined): string | undefined =>
  typeof value === 'number' ? `${words} ${readableNumber(value)}` : undefined;

/** Thousands apart, from five digits: 1,000,000,000,000 cannot be miscounted. */
export const readableNumber = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) >= 10_000
    ? String(BigInt(value)).replaceAll(/\B(?=(\d{3})+$)/g, ',')
    : String(value);
