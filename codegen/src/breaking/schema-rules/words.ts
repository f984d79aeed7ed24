/** How findings name places and values. */
import type { Schema } from '../../model/schema.js';
import type { JsonValue } from '../../model/source.js';
import { has } from './keyword-of.js';
import { labelOf, subjectOf } from './path.js';
import type { SchemaPair } from './rule.js';

/** Begins a sentence: `"items[].quantity"`, or `The payload`. */
export const subject = ({ path, part }: SchemaPair): string => subjectOf(path, part);

/** Goes on in a sentence: `"items[].quantity"`, or `the payload`. */
export const object = (pair: SchemaPair): string => subject(pair).replace(/^[A-Z]/, (letter) => letter.toLowerCase());

/** `"items[].unit"`: a property of the object at the place. */
export const propertyName = ({ path }: SchemaPair, name: string): string => {
  const around = labelOf(path);
  return `"${around === '' ? '' : `${around}.`}${name}"`;
};

/** Who reads elsewhere may know validators that fill defaults in. */
export const noDefault = (schema: Schema): string =>
  has(schema, 'default') ? '; "default" does not help, since validators fill nothing in' : '';

/** `was 1 and is 2`, `was missing and is 2`, `was 1 and is gone`. */
export const wasAndIs = (previous: JsonValue | undefined, current: JsonValue | undefined): string => {
  if (current === undefined) return `was ${valueText(previous)} and is gone`;
  return `was ${previous === undefined ? 'missing' : valueText(previous)} and is ${valueText(current)}`;
};

/** Letters shown of a value, so that a long one does not hide the sentence. */
const lettersMax = 80;

export const valueText = (value: JsonValue | undefined): string => {
  const text = JSON.stringify(value) ?? 'missing';
  return text.length <= lettersMax ? text : `${text.slice(0, lettersMax)}…`;
};

/** `"A", "B" and "C"`. */
export const listText = (values: readonly JsonValue[]): string => {
  const texts = values.map(valueText);
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1) ?? ''}`;
};
