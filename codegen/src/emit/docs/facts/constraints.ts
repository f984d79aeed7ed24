/** What a schema asks of a value, in words that need no knowledge of JSON Schema. */
import type { Schema } from '../../../model/schema.js';
import type { JsonValue } from '../../../model/source.js';
import { bounds, limit, type Unit } from '../../constraint-words.js';
import type { Phrase } from './phrase.js';

/** One phrase a constraint; those of `allOf` parts included. */
export const constraintsOf = (schema: Schema, seen: ReadonlySet<string> = new Set()): readonly Phrase[] => {
  if (seen.has(schema.id)) return [];
  const below = new Set([...seen, schema.id]);
  return [...ownConstraints(schema), ...schema.allOf.flatMap((part) => constraintsOf(part, below))];
};

const ownConstraints = (schema: Schema): readonly Phrase[] => {
  const value = (name: string): JsonValue | undefined => keywordValue(schema, name);
  const range = (least: string, most: string, unit: Unit): Phrase | undefined =>
    phraseOf(bounds(value(least), value(most), unit));
  const { const: only, enum: values, additionalProperties } = schema;
  const pattern = value('pattern');
  const byDefault = value('default');
  const rules = further(schema);
  const phrases: readonly (Phrase | false | undefined)[] = [
    only !== undefined && ['always ', code(only)],
    values !== undefined && oneOf(values),
    range('minLength', 'maxLength', 'characters'),
    range('minItems', 'maxItems', 'items'),
    range('minProperties', 'maxProperties', 'properties'),
    range('minimum', 'maximum', ''),
    phraseOf(limit('more than', value('exclusiveMinimum'))),
    phraseOf(limit('less than', value('exclusiveMaximum'))),
    phraseOf(limit('a multiple of', value('multipleOf'))),
    pattern !== undefined && ['matches ', code(pattern)],
    value('uniqueItems') === true && ['no item twice'],
    additionalProperties === false && ['no other property'],
    byDefault !== undefined && ['default ', code(byDefault)],
    rules.length > 0 && ['more rules in the contract: ', ...separated(rules)],
  ];
  return phrases.filter((phrase) => phrase !== undefined && phrase !== false);
};

const phraseOf = (words: string | undefined): Phrase | undefined => (words === undefined ? undefined : [words]);

/** A plain value of a keyword, as written. */
export const keywordValue = ({ keywords }: Schema, name: string): JsonValue | undefined => {
  const keyword = keywords.find((candidate) => candidate.name === name)?.value;
  return keyword?.kind === 'value' ? keyword.json : undefined;
};

/** More values than this are cut off: the contract has them all. */
const valuesMax = 60;

const oneOf = (values: readonly JsonValue[]): Phrase => [
  'one of ',
  ...separated(values.slice(0, valuesMax)),
  ...(values.length > valuesMax ? [` and ${values.length - valuesMax} more`] : []),
];

const separated = (values: readonly JsonValue[]): Phrase =>
  values.flatMap((value, index) => (index === 0 ? [code(value)] : [', ', code(value)]));

/** Keywords that no sentence here is made of: they are named, so that nobody takes the rest for everything. */
const further = ({ keywords }: Schema): readonly string[] =>
  keywords.map(({ name }) => name).filter((name) => furtherKeywords.has(name));

const furtherKeywords = new Set(
  'not if then else contains dependencies dependentRequired dependentSchemas propertyNames unevaluatedProperties contentEncoding contentMediaType'.split(
    ' ',
  ),
);

/** Longer values are cut off. */
const lettersMax = 200;

export const code = (value: JsonValue): { readonly code: string } => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return { code: text.length > lettersMax ? `${text.slice(0, lettersMax)}…` : text };
};
