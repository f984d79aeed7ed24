/** A value that differs a little: what a schema accepts often stands next to what another refuses. */
import type { JsonValue } from '../../model/source.js';
import type { Choices } from './choices.js';
import type { Landmarks } from './landmarks.js';
import { isList, isObject } from '../schema-node.js';

/** @param anything makes a value of any kind */
export const mutate = (
  value: JsonValue,
  choices: Choices,
  landmarks: Landmarks,
  anything: () => JsonValue,
): JsonValue => {
  const change = (one: JsonValue): JsonValue => {
    const goesDeeper = choices.happens(0.7);
    if (isList(one) && one.length > 0 && goesDeeper) {
      const at = choices.below(one.length);
      return one.map((item, index) => (index === at ? change(item) : item));
    }
    if (isObject(one) && goesDeeper) {
      const name = choices.oneOf(Object.keys(one));
      if (name !== undefined) return { ...one, [name]: change(one[name] ?? null) };
    }
    return changedHere(one, choices, landmarks, anything);
  };
  return change(value);
};

const changedHere = (
  value: JsonValue,
  choices: Choices,
  landmarks: Landmarks,
  anything: () => JsonValue,
): JsonValue => {
  if (choices.happens(0.2)) return choices.oneOf(landmarks.values) ?? anything();
  if (choices.happens(0.15)) return anything();
  if (typeof value === 'number') return value + (choices.oneOf([1, -1, 0.5, -0.5, 0.001, -value]) ?? 1);
  if (typeof value === 'string') {
    return choices.oneOf([value.slice(1), value.slice(0, -1), `${value}a`, `a${value}`, value.toUpperCase(), '']) ?? '';
  }
  if (isList(value)) {
    const at = choices.below(value.length);
    const without = value.filter((_, index) => index !== at);
    return (
      choices.oneOf([without, [...value, anything()], [...value, ...value.slice(-1)], value.toReversed(), []]) ?? []
    );
  }
  if (isObject(value)) {
    const name = choices.oneOf(Object.keys(value));
    const without = Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
    const added = { ...value, [choices.oneOf(landmarks.names) ?? 'a']: anything() };
    return choices.oneOf([without, added, name === undefined ? added : { ...value, [name]: null }]) ?? {};
  }
  return anything();
};
