/** Looks for a value that the writer accepts and the reader refuses, by trying about a thousand. */
import type { JsonValue } from '../../model/source.js';
import { JudgeError } from '../judge/compile-schema.js';
import type { Judge, Witness } from '../judge/judge.js';
import type { ComparableSchema } from '../verdict.js';
import { Choices } from './choices.js';
import { landmarksOf } from './landmarks.js';
import { mutate } from './mutate.js';
import { Sampler } from './sampler.js';
import { shrink } from './shrink.js';

export interface RefuteOptions {
  /** @default 1_000 */
  readonly samplesMax?: number;
  /** Another one tries other values. @default 1 */
  readonly seed?: number;
}

/**
 * @returns a small witness; `undefined` if none was found, which proves nothing
 * @throws JudgeError if ajv cannot compile one of the schemas
 */
export const refute = (
  writer: ComparableSchema,
  reader: ComparableSchema,
  judge: Judge,
  { samplesMax = 1_000, seed = 1 }: RefuteOptions = {},
): Witness | undefined => {
  let failures = 0;
  for (const value of samples(writer, reader, judge, { samplesMax, seed })) {
    try {
      const witness = judge.confirm(value);
      if (witness !== undefined) return shrink(witness, judge);
    } catch (error) {
      // A value that ajv gives up on says nothing; a schema that it cannot compile ends the search.
      if (!(error instanceof JudgeError) || !error.isAboutValue) throw error;
      failures += 1;
      if (failures >= failuresMax) throw error;
    }
  }
  return undefined;
};

/** Each may be an overflow of the stack, which takes milliseconds; a schema that refers to itself in place has no other result. */
const failuresMax = 10;

function* samples(
  writer: ComparableSchema,
  reader: ComparableSchema,
  judge: Judge,
  { samplesMax, seed }: Required<RefuteOptions>,
): Generator<JsonValue> {
  const landmarks = landmarksOf([writer, reader]);
  const fixed: readonly JsonValue[] = [
    null,
    true,
    false,
    [],
    {},
    ...landmarks.texts,
    ...landmarks.numbers,
    ...landmarks.values,
  ];
  yield* fixed.slice(0, samplesMax / 2);
  const choices = new Choices(seed);
  const sampler = new Sampler(writer, choices, landmarks);
  // What the reader describes is where it differs from the writer.
  const opposite = new Sampler(reader, choices, landmarks);
  const valid: JsonValue[] = [];
  for (let count = Math.min(fixed.length, samplesMax / 2); count < samplesMax; count += 1) {
    const start = choices.happens(0.5) ? choices.oneOf(valid) : undefined;
    const made = choices.happens(0.85) ? sampler.sample() : opposite.sample();
    const value = start === undefined ? made : mutate(start, choices, landmarks, () => sampler.anything());
    if (valid.length < validMax && isAccepted(judge, value)) valid.push(value);
    yield value;
  }
}

const validMax = 100;

const isAccepted = (judge: Judge, value: JsonValue): boolean => {
  try {
    return judge.accepts('writer', value);
  } catch {
    return false;
  }
};
