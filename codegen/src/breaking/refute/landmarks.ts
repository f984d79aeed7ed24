/** Where schemas change their mind: the values, numbers, names and patterns that they mention, and what is just beside them. */
import type { JsonValue } from '../../model/source.js';
import { textsOf } from '../prover/texts/index.js';
import type { ComparableSchema } from '../verdict.js';
import { get, isList, isObject } from '../schema-node.js';
import { formatSamples } from './format-samples.js';

export interface Landmarks {
  /** Of `const`, `enum`, `default`, `examples`. */
  readonly values: readonly JsonValue[];
  readonly numbers: readonly number[];
  readonly texts: readonly string[];
  readonly names: readonly string[];
}

export const landmarksOf = (comparables: readonly ComparableSchema[]): Landmarks => {
  const found = new Found();
  for (const { schema, others } of comparables) for (const one of [schema, ...others.values()]) found.visit(one);
  return found.landmarks();
};

const valueKeywords = new Set(['const', 'default', 'example']);
const valueListKeywords = new Set(['enum', 'examples']);
const lengthKeywords = new Set(['minLength', 'maxLength']);

class Found {
  readonly #values = new Map<string, JsonValue>();
  readonly #numbers = new Set([0, 1, -1, 0.5, 2, 1.5]);
  readonly #texts = new Set(['', 'a', 'b', '0', 'A']);
  readonly #names = new Set(['a', 'b']);
  #visited = 0;

  landmarks(): Landmarks {
    return {
      values: [...this.#values.values()],
      numbers: [...this.#numbers],
      texts: [...this.#texts],
      names: [...this.#names],
    };
  }

  visit(schema: JsonValue): void {
    this.#visited += 1;
    if (this.#visited > nodesMax) return;
    if (isList(schema)) for (const below of schema) this.visit(below);
    if (!isObject(schema)) return;
    for (const [keyword, below] of Object.entries(schema)) {
      this.#look(keyword, below, get(schema, 'multipleOf'));
      this.visit(below);
    }
  }

  #look(keyword: string, value: JsonValue, step: JsonValue | undefined): void {
    if (valueKeywords.has(keyword)) this.#addValue(value);
    if (valueListKeywords.has(keyword) && isList(value)) for (const one of value) this.#addValue(one);
    if (typeof value === 'number') this.#addNumber(keyword, value, typeof step === 'number' ? step : 1);
    if (typeof value === 'string') this.#addText(keyword, value);
    if (keyword === 'required' && isList(value)) for (const one of value) this.#addName(one);
    if (keyword === 'patternProperties' && isObject(value)) {
      for (const pattern of Object.keys(value)) for (const name of samplesOf(pattern)) this.#addName(name);
    } else if (keyword !== 'definitions' && keyword !== '$defs' && isObject(value)) {
      // Names of keywords among them do no harm.
      for (const name of Object.keys(value).slice(0, namesMax)) this.#addName(name);
    }
  }

  #addValue(value: JsonValue): void {
    if (this.#values.size < valuesMax) this.#values.set(JSON.stringify(value), value);
    if (typeof value === 'number') this.#addNumber('const', value, 1);
    if (typeof value === 'string') this.#texts.add(value);
    if (isObject(value)) for (const name of Object.keys(value)) this.#addName(name);
  }

  #addNumber(keyword: string, value: number, step: number): void {
    if (lengthKeywords.has(keyword)) this.#addLengths(value);
    for (const near of [value, value + 1, value - 1, value + step, value - step, value + 0.5, value / 2]) {
      if (this.#numbers.size < valuesMax && Number.isFinite(near)) this.#numbers.add(near);
    }
  }

  #addLengths(length: number): void {
    for (const near of [length - 1, length, length + 1]) {
      if (near >= 0 && near <= lengthMax) this.#texts.add('a'.repeat(near));
    }
  }

  #addText(keyword: string, value: string): void {
    if (keyword === 'pattern') for (const text of samplesOf(value)) this.#texts.add(text);
    if (keyword === 'format') for (const text of formatSamples.get(value) ?? []) this.#texts.add(text);
  }

  #addName(name: JsonValue): void {
    if (typeof name === 'string' && this.#names.size < valuesMax) this.#names.add(name);
  }
}

/** Texts that match, and some that do not. */
const samplesOf = (pattern: string): readonly string[] => {
  const common = { lengthMin: 0, lengthMax: 1_000, formats: [], notFormats: [], excluded: new Set<string>() };
  return [
    ...textsOf({ ...common, patterns: [pattern], notPatterns: [] }, 4).found,
    ...textsOf({ ...common, patterns: [], notPatterns: [pattern] }, 2).found,
  ];
};

const nodesMax = 20_000;
const valuesMax = 500;
const namesMax = 100;
/** Longer texts are made where a schema asks for them. */
const lengthMax = 2_000;
