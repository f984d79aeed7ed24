/** Our formats as regular languages; a test holds them equal to the functions that validators call. */
import { languageBetween, languageOf, type Language } from '../automata/language.js';
import * as addresses from './addresses.js';
import * as dates from './date-and-time.js';
import * as pointers from './pointers-and-expressions.js';

/** @returns for a name that is none of ours, between nothing and everything */
export const formatLanguageOf = (format: string): Language => {
  const known = languages.get(format);
  if (known !== undefined) return known;
  const { inner, outer, lengthMax } = patterns.get(format) ?? unknownFormat;
  const language = inner === outer ? languageOf(inner) : languageBetween(inner, outer);
  const limited = { ...language, lengthMax: Math.min(language.lengthMax, lengthMax) };
  languages.set(format, limited);
  return limited;
};

const languages = new Map<string, Language>();

interface FormatPatterns {
  readonly inner: string;
  readonly outer: string;
  readonly lengthMax: number;
}

const exactly = (pattern: string, lengthMax = Infinity): FormatPatterns => ({
  inner: pattern,
  outer: pattern,
  lengthMax,
});

const between = (bounds: { readonly inner: string; readonly outer: string }): FormatPatterns => {
  return { ...bounds, lengthMax: Infinity };
};

const unknownFormat = between({ inner: '(?!)', outer: '' });

const patterns: ReadonlyMap<string, FormatPatterns> = new Map([
  ['date-time', between(dates.dateTimePatterns)],
  ['date', exactly(dates.datePattern)],
  ['time', between(dates.timePatterns)],
  ['duration', exactly(dates.durationPattern)],
  ['email', exactly(addresses.emailPattern, 254)],
  ['hostname', exactly(addresses.hostnamePattern, 253)],
  ['ipv4', exactly(addresses.ipv4Pattern)],
  ['ipv6', exactly(addresses.ipv6Pattern)],
  ['uri', exactly(addresses.uriPattern)],
  ['uri-reference', exactly(addresses.uriReferencePattern)],
  ['uri-template', exactly(addresses.uriTemplatePattern)],
  ['uuid', exactly(addresses.uuidPattern)],
  ['regex', between(pointers.regexPatterns)],
  ['json-pointer', exactly(pointers.jsonPointerPattern)],
  ['relative-json-pointer', exactly(pointers.relativeJsonPointerPattern)],
]);
