/** Texts: formats, patterns and lengths. */
import type { Schema } from '../model/schema.js';
import { isList, jsonOf, numberOf, textOf } from './keywords.js';
import { impossible, type Plan, type TextFormat, textFormats } from './plan.js';
import type { Doubt } from './planner.js';

/** @param doubt – called if some of what the plan generates may be invalid */
export const planText = (schemas: readonly Schema[], doubt: Doubt): Plan => {
  const minLength = Math.max(0, ...numbers(schemas, 'minLength'));
  const maxLength = least(numbers(schemas, 'maxLength'));
  if (maxLength !== undefined && minLength > maxLength) {
    return impossible(`a text of at least ${minLength} and at most ${maxLength} characters does not exist`);
  }
  const lengths = { minLength, maxLength };
  const patterns = [...new Set(schemas.flatMap((schema) => textOf(schema, 'pattern') ?? []))];
  const named = [...new Set(schemas.flatMap((schema) => textOf(schema, 'format') ?? []))];
  const formats = named.map((format) => likeFormats.get(format) ?? format).filter(isTextFormat);
  const described = named.flatMap((format) => patternsOfFormats.get(format) ?? []);
  if (patterns.length + formats.length + described.length > 1) doubt();
  const pattern = patterns[0] ?? described[0];
  if (pattern !== undefined) return planPattern(pattern, lengths, schemas, doubt);
  const [format] = formats;
  if (format === undefined) return { kind: 'text', ...lengths };
  const [shortest, longest] = lengthsOfFormat[format];
  if (minLength > longest || (maxLength ?? longest) < shortest) {
    return impossible(`no ${format} has ${minLength} to ${maxLength ?? 'any number of'} characters`);
  }
  // A generated one is as long as it comes; only those that always fit need no second look.
  if (minLength > shortest || (maxLength ?? longest) < longest) doubt();
  return { kind: 'text', format, ...lengths };
};

type Lengths = { readonly minLength: number; readonly maxLength: number | undefined };

/** @param schemas – whose examples stand in where fast-check cannot generate what matches */
export const planPattern = (pattern: string, lengths: Lengths, schemas: readonly Schema[], doubt: Doubt): Plan => {
  const { minLength, maxLength } = lengths;
  const isBounded = minLength > 0 || maxLength !== undefined;
  const repeated = /^\^(\[(?:\\.|[^\]\\])+\]|\\[dws]|\.)([+*])\$$/.exec(pattern);
  if (isBounded && repeated !== null) {
    const fewest = Math.max(minLength, repeated[2] === '+' ? 1 : 0);
    return {
      kind: 'text',
      pattern: `^${repeated[1]}{${fewest},${maxLength ?? ''}}$`,
      minLength: 0,
      maxLength: undefined,
    };
  }
  if (isBounded) doubt();
  if (pattern === '') return { kind: 'text', ...lengths };
  if (!unsupported.test(pattern)) return { kind: 'text', pattern, ...lengths };
  doubt();
  const examples = schemas.flatMap(examplesOf);
  if (examples.length > 0) return { kind: 'constants', values: examples };
  const without = pattern.replaceAll(lookaround, '').replaceAll(/\\[bB]/g, '');
  return unsupported.test(without) || without === ''
    ? { kind: 'text', ...lengths }
    : { kind: 'text', pattern: without, ...lengths };
};

/** What fast-check's generator of matching texts refuses: looking around, word borders, references back. */
const unsupported = /\(\?<?[=!]|\\[bBc1-9]|\\k</;
const lookaround = /\(\?<?[=!](?:\\.|\[(?:\\.|[^\]\\])*\]|[^()[\]\\]|\((?:\\.|[^()\\])*\))*\)/g;

const examplesOf = (schema: Schema): readonly string[] => {
  const examples = jsonOf(schema, 'examples');
  return [...(isList(examples) ? examples : []), jsonOf(schema, 'default') ?? null].filter(
    (one) => typeof one === 'string',
  );
};

/** Every value of the second is one of the first. */
const likeFormats: ReadonlyMap<string, TextFormat> = new Map([
  ['uri-reference', 'uri'],
  ['iri', 'uri'],
  ['iri-reference', 'uri'],
  ['idn-email', 'email'],
  ['idn-hostname', 'hostname'],
]);

/** Some of their values. */
const patternsOfFormats: ReadonlyMap<string, string> = new Map([
  ['duration', '^P[1-9][0-9]{0,2}D(T[1-9][0-9]?[HMS])?$'],
  ['json-pointer', '^(/[a-z0-9]{1,8}){0,3}$'],
  ['relative-json-pointer', '^[1-9](/[a-z0-9]{1,8}){0,3}$'],
  ['uri-template', '^/[a-z]{1,8}/[{][a-z]{1,8}[}]$'],
  ['regex', '^[a-z]{1,8}[+*]?$'],
]);

/** Shortest and longest that is generated. */
const lengthsOfFormat: Readonly<Record<TextFormat, readonly [number, number]>> = {
  'date-time': [24, 24],
  date: [10, 10],
  time: [13, 13],
  email: [6, 254],
  uuid: [36, 36],
  uri: [10, Number.POSITIVE_INFINITY],
  hostname: [4, 255],
  ipv4: [7, 15],
  ipv6: [2, 45],
};

const isTextFormat = (format: string): format is TextFormat => textFormats.some((one) => one === format);

const numbers = (schemas: readonly Schema[], name: string): readonly number[] =>
  schemas.flatMap((schema) => numberOf(schema, name) ?? []);

const least = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : Math.min(...values);
