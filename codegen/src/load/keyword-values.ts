/** What may stand under the plain keywords of JSON Schema draft 7. */
import type { JsonValue } from '../model/source.js';

/** @returns what is wanted, e.g. `a number`, if `value` is not that; `undefined` if it is, or if anything may stand there. */
export const wrongValue = (keyword: string, value: JsonValue): string | undefined => {
  const wanted = wantedBy.get(keyword);
  return wanted === undefined || wanted.accepts(value) ? undefined : wanted.text;
};

interface Wanted {
  readonly text: string;
  readonly accepts: (value: JsonValue) => boolean;
}

const number: Wanted = { text: 'a number', accepts: (value) => typeof value === 'number' };
const positive: Wanted = { text: 'a number above 0', accepts: (value) => typeof value === 'number' && value > 0 };
const count: Wanted = {
  text: 'a whole number from 0',
  accepts: (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0,
};
const text: Wanted = { text: 'a text', accepts: (value) => typeof value === 'string' };
const truth: Wanted = { text: 'true or false', accepts: (value) => typeof value === 'boolean' };
const list: Wanted = { text: 'a list', accepts: (value) => Array.isArray(value) };
const wantedBy: ReadonlyMap<string, Wanted> = new Map([
  ...of(number, 'maximum exclusiveMaximum minimum exclusiveMinimum'),
  ...of(positive, 'multipleOf'),
  ...of(count, 'maxLength minLength maxItems minItems maxProperties minProperties'),
  ...of(text, 'pattern format title description $comment contentEncoding contentMediaType'),
  ...of(truth, 'deprecated readOnly writeOnly uniqueItems x-pii'),
  ...of(list, 'examples'),
]);

function of(wanted: Wanted, names: string): [string, Wanted][] {
  return names.split(' ').map((name) => [name, wanted]);
}
