/** Whether a term is true of a value, as ajv would say of the keyword that it was read from. */
import type { JsonObject, JsonValue } from '../../model/source.js';
import { formats } from '../../emit/formats/index.js';
import { type TermId, type Terms, typeOfTerm, typeOfValue, valueKey } from './terms.js';
import { matches } from './texts/index.js';

/** @returns `undefined` where only ajv knows */
export const holds = (terms: Terms, id: TermId, value: JsonValue): boolean | undefined => {
  const term = terms.get(id);
  const type = typeOfTerm(term);
  if (type !== undefined && type !== typeOfValue(value)) return true;
  const of = (below: TermId, part: JsonValue): boolean | undefined => holds(terms, below, part);
  // A text, a number, a list or an object, where the term is about one.
  const text = value as string;
  const number = value as number;
  const list = value as readonly JsonValue[];
  const object = value as JsonObject;
  switch (term.kind) {
    case 'all':
      return every(term.of, (below) => of(below, value));
    case 'any':
      return not(every(term.of, (below) => not(of(below, value))));
    case 'one':
      return exactlyOne(term.of.map((below) => of(below, value)));
    case 'not':
      return not(of(term.of, value));
    case 'types':
      return term.types.includes(typeOfValue(value));
    case 'values':
      return term.values.some((one) => valueKey(one) === valueKey(value));
    case 'numberMin':
      return term.isExclusive ? number > term.limit : number >= term.limit;
    case 'numberMax':
      return term.isExclusive ? number < term.limit : number <= term.limit;
    case 'multipleOf':
      return isMultiple(number, term.asNumber);
    case 'lengthMin':
      return lengthOf(text) >= term.count;
    case 'lengthMax':
      return lengthOf(text) <= term.count;
    case 'pattern':
      return matches(term.pattern, text);
    case 'format': {
      const format = formats.get(term.format);
      return format?.type === 'string' ? format.validate(text) : true;
    }
    case 'itemsMin':
      return list.length >= term.count;
    case 'itemsMax':
      return list.length <= term.count;
    case 'unique':
      return new Set(list.map(valueKey)).size === list.length;
    case 'item': {
      const item = list[term.index];
      return item === undefined ? true : of(term.of, item);
    }
    case 'items':
      return every(list.slice(term.from), (item) => of(term.of, item));
    case 'containsMin':
      return atLeast(
        list.map((item) => of(term.of, item)),
        term.count,
      );
    case 'containsMax':
      return not(
        atLeast(
          list.map((item) => of(term.of, item)),
          term.count + 1,
        ),
      );
    case 'propertiesMin':
      return Object.keys(object).length >= term.count;
    case 'propertiesMax':
      return Object.keys(object).length <= term.count;
    case 'required':
      return Object.hasOwn(object, term.name);
    case 'property': {
      const property = Object.hasOwn(object, term.name) ? object[term.name] : undefined;
      return property === undefined ? true : of(term.of, property);
    }
    case 'patternProperty':
      return every(Object.entries(object), ([name, one]) => {
        const isMeant = matches(term.pattern, name);
        return isMeant === true ? of(term.of, one) : not(isMeant);
      });
    case 'additional':
      return every(Object.entries(object), ([name, one]) => {
        if (term.names.includes(name)) return true;
        const known = term.patterns.map((pattern) => matches(pattern, name));
        if (known.includes(true)) return true;
        return known.includes(undefined) ? undefined : of(term.of, one);
      });
    case 'propertyNames':
      return every(Object.keys(object), (name) => of(term.of, name));
    case 'opaque':
    default:
      return undefined;
  }
};

/** In code points, as ajv counts. */
const lengthOf = (text: string): number => Array.from(text).length;

/** As ajv computes it, with the rounding of doubles. */
export const isMultiple = (value: number, divisor: number): boolean => {
  const result = value / divisor;
  return divisor !== 0 && result === parseInt(String(result), 10);
};

type Known = boolean | undefined;

const not = (known: Known): Known => (known === undefined ? undefined : !known);

const every = <One>(list: readonly One[], ask: (one: One) => Known): Known => {
  let all: Known = true;
  for (const one of list) {
    const known = ask(one);
    if (known === false) return false;
    if (known === undefined) all = undefined;
  }
  return all;
};

const atLeast = (list: readonly Known[], count: number): Known => {
  if (list.filter((known) => known === true).length >= count) return true;
  return list.filter((known) => known !== false).length >= count ? undefined : false;
};

const exactlyOne = (list: readonly Known[]): Known => {
  const certain = list.filter((known) => known === true).length;
  if (certain > 1) return false;
  return list.includes(undefined) ? undefined : certain === 1;
};
