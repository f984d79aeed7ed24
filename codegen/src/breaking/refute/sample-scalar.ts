/** Texts and numbers that a schema may accept: mostly at the edges of what it says, sometimes beside them. */
import type { JsonObject } from '../../model/source.js';
import { textsOf } from '../prover/texts/index.js';
import type { Choices } from './choices.js';
import { formatSamples } from './format-samples.js';
import type { Landmarks } from './landmarks.js';
import { get, numberAt } from '../schema-node.js';

/** @param parts schemas that all hold for the text */
export const sampleText = (parts: readonly JsonObject[], choices: Choices, { texts }: Landmarks): string => {
  const known = choices.happens(0.4) ? choices.oneOf(texts) : undefined;
  if (known !== undefined) return known;
  const lengths = { lengthMin: highest(parts, 'minLength') ?? 0, lengthMax: lowest(parts, 'maxLength') ?? Infinity };
  const patterns = parts.flatMap((part) => stringAt(part, 'pattern'));
  const formats = parts.flatMap((part) => stringAt(part, 'format')).filter((name) => formatSamples.has(name));
  if (formats.length > 0 && patterns.length === 0) return choices.oneOf(samplesOf(formats)) ?? '';
  const problem = { ...lengths, patterns, notPatterns: [], formats, notFormats: [], excluded: none };
  const longest = { ...problem, lengthMin: Math.min(lengths.lengthMax, lengths.lengthMin + lengthAdded) };
  const wanted = choices.happens(0.2) ? longest : problem;
  return choices.oneOf(textsOf(wanted, textsWanted).found) ?? choices.oneOf(texts) ?? '';
};

const none: ReadonlySet<string> = new Set();
const textsWanted = 6;
const lengthAdded = 10;

const samplesOf = (formats: readonly string[]): readonly string[] =>
  formats.flatMap((name) => formatSamples.get(name) ?? []);

const stringAt = (part: JsonObject, name: string): readonly string[] => {
  const value = get(part, name);
  return typeof value === 'string' ? [value] : [];
};

/** @param parts schemas that all hold for the number */
export const sampleNumber = (
  parts: readonly JsonObject[],
  isInteger: boolean,
  choices: Choices,
  { numbers }: Landmarks,
): number => {
  const step = parts.reduce((known, part) => Math.max(known, numberAt(part, 'multipleOf') ?? 0), 0);
  const unit = step > 0 ? step : 1;
  const bounds = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'].flatMap((name) =>
    parts.flatMap((part) => numberAt(part, name) ?? []),
  );
  const near = bounds.flatMap((bound) => [bound, bound + unit, bound - unit, bound + unit / 2, bound - unit / 2]);
  const start = choices.oneOf(choices.happens(0.6) && near.length > 0 ? near : numbers) ?? 0;
  const stepped = step > 0 && choices.happens(0.8) ? Math.round(start / step) * step : start;
  return isInteger && choices.happens(0.9) ? Math.round(stepped) : stepped;
};

/** The strictest of lower limits. */
export const highest = (parts: readonly JsonObject[], name: string): number | undefined => {
  const limits = parts.flatMap((part) => numberAt(part, name) ?? []);
  return limits.length > 0 ? Math.max(...limits) : undefined;
};

/** The strictest of upper limits. */
export const lowest = (parts: readonly JsonObject[], name: string): number | undefined => {
  const limits = parts.flatMap((part) => numberAt(part, name) ?? []);
  return limits.length > 0 ? Math.min(...limits) : undefined;
};
