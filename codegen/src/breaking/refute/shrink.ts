/** The smallest value that still shows the same: what is left in it is what matters. */
import type { JsonValue } from '../../model/source.js';
import type { Judge, Witness } from '../judge/judge.js';
import { isList, isObject } from '../schema-node.js';

/** Judgements, of which each costs about a microsecond for each member of the value. */
const stepsMax = 2_000;

/**
 * @returns a witness that is no larger, and fails for the same keyword if any smaller one does
 */
export const shrink = (witness: Witness, judge: Judge): Witness => {
  const { keyword } = witness.violation;
  let steps = 0;
  const next = ({ value }: Witness): Witness | undefined => {
    for (const less of smaller(value)) {
      steps += 1;
      if (steps > stepsMax) return undefined;
      const found = confirmed(judge, less);
      if (found?.violation.keyword === keyword) return found;
    }
    return undefined;
  };
  let best = witness;
  for (let found = next(best); found !== undefined; found = next(best)) best = found;
  return best;
};

const confirmed = (judge: Judge, value: JsonValue): Witness | undefined => {
  try {
    return judge.confirm(value);
  } catch {
    return undefined;
  }
};

/** Values with less in them, the smallest first; each is simpler than the one before, so that this ends. */
function* smaller(value: JsonValue): Generator<JsonValue> {
  if (isList(value)) yield* smallerLists(value);
  else if (isObject(value)) yield* smallerObjects(value);
  else if (typeof value === 'string') yield* smallerTexts(value);
  else if (typeof value === 'number') yield* smallerNumbers(value);
}

function* smallerLists(list: readonly JsonValue[]): Generator<JsonValue> {
  if (list.length > 0) yield [];
  if (list.length > 2) yield list.slice(0, Math.floor(list.length / 2));
  for (const at of list.keys()) yield list.toSpliced(at, 1);
  for (const [at, item] of list.entries()) {
    for (const simple of simpler(item)) yield list.with(at, simple);
    for (const less of smaller(item)) yield list.with(at, less);
  }
}

function* smallerObjects(object: Readonly<Record<string, JsonValue>>): Generator<JsonValue> {
  const entries = Object.entries(object);
  if (entries.length > 0) yield {};
  for (const at of entries.keys()) yield Object.fromEntries(entries.toSpliced(at, 1));
  for (const [at, [name, item]] of entries.entries()) {
    for (const simple of simpler(item)) yield Object.fromEntries(entries.with(at, [name, simple]));
    for (const less of smaller(item)) yield Object.fromEntries(entries.with(at, [name, less]));
  }
}

function* smallerTexts(text: string): Generator<JsonValue> {
  const characters = Array.from(text);
  if (characters.length === 0) return;
  yield '';
  if (characters.length > 1) yield characters.slice(0, Math.floor(characters.length / 2)).join('');
  if (characters.length > 1) yield characters.slice(0, -1).join('');
  if (characters.length > 1) yield characters.slice(1).join('');
  if (/[^a-z]/.test(text)) yield 'a'.repeat(characters.length);
}

function* smallerNumbers(number: number): Generator<JsonValue> {
  if (number === 0) return;
  yield 0;
  if (!Number.isInteger(number)) yield Math.trunc(number);
  if (number < 0) yield -number;
  if (Number.isInteger(number) && Math.abs(number) > 1) {
    yield Math.trunc(number / 2);
    yield number - Math.sign(number);
  }
}

/** Instead of a list or an object, something that has no parts. */
function* simpler(value: JsonValue): Generator<JsonValue> {
  if (isList(value) || isObject(value)) yield* [null, 0, ''];
}
