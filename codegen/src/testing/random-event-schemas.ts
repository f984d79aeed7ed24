/** For tests: schemas as events have them, and pairs of one and what it became by a few edits. */
import {
  array,
  constantFrom,
  integer,
  letrec,
  nat,
  oneof,
  record,
  tuple,
  uniqueArray,
  type Arbitrary,
} from 'fast-check';
import type { JsonObject, JsonValue } from '../model/source.js';
import { edited, type Edit } from './schema-edits.js';

export interface RandomPair {
  readonly previous: JsonObject;
  readonly current: JsonObject;
}

/** An event and the same event after one to three edits; as often as not one of them changes nothing that matters. */
export const eventPairs = (): Arbitrary<RandomPair> =>
  tuple(eventSchemas(), array(edits, { minLength: 1, maxLength: 3 })).map(([previous, all]) => ({
    previous,
    current: all.reduce(edited, previous),
  }));

const edits: Arbitrary<Edit> = record({ kind: nat(1_000), place: nat(1_000), choice: nat(1_000) });

export const eventSchemas = (): Arbitrary<JsonObject> => tree.event;

const names = constantFrom('id', 'total', 'note', 'state', 'items', 'user', 'at', 'userId');
const kinds = constantFrom('card', 'transfer', 'cash');

const texts: Arbitrary<JsonObject> = oneof(
  constantFrom<JsonObject>(
    { type: 'string' },
    { type: 'string', minLength: 1 },
    { type: 'string', minLength: 1, maxLength: 8 },
    { type: 'string', pattern: '^[A-Z]{3}$' },
    { type: 'string', pattern: '^x-' },
    { type: 'string', format: 'date-time' },
    { type: 'string', format: 'uuid' },
    { type: ['string', 'null'] },
    { enum: ['NEW', 'PAID', 'SENT'] },
    { type: 'string', enum: ['NEW', 'PAID'], 'x-extensible-enum': true },
    { const: 'order' },
  ),
);

const numbers: Arbitrary<JsonObject> = oneof(
  constantFrom<JsonObject>({ type: 'number' }, { type: 'integer' }, { type: ['integer', 'null'] }, { type: 'boolean' }),
  record({ minimum: integer({ min: 0, max: 3 }), maximum: integer({ min: 4, max: 9 }) }).map((range) => ({
    type: 'integer',
    ...range,
  })),
  constantFrom(0.01, 0.5, 5).map((multipleOf) => ({ type: 'number', multipleOf })),
);

const tree = letrec<{ event: JsonObject; object: JsonObject; value: JsonObject }>((tie) => {
  const properties = uniqueArray(tuple(names, tie('value'), nat(1)), {
    minLength: 1,
    maxLength: 4,
    selector: ([name]) => name,
  });
  const objects = properties.map((all): JsonObject => ({
    type: 'object',
    properties: Object.fromEntries(all.map(([name, schema]) => [name, schema])),
    required: all.filter(([, , isRequired]) => isRequired === 1).map(([name]) => name),
  }));
  const variants = uniqueArray(tuple(kinds, tie('object')), { minLength: 2, maxLength: 3, selector: ([kind]) => kind });
  return {
    event: objects,
    object: objects,
    value: oneof(
      { maxDepth: 3, withCrossShrink: true },
      { weight: 5, arbitrary: texts },
      { weight: 4, arbitrary: numbers },
      { weight: 2, arbitrary: tie('object') },
      tuple(tie('value'), nat(3)).map(([items, minItems]): JsonObject => ({ type: 'array', items, minItems })),
      tie('value').map((values): JsonObject => ({ type: 'object', additionalProperties: values })),
      variants.map((all): JsonObject => ({ oneOf: all.map(([kind, object]) => withTag(object, kind)) })),
      tuple(texts, numbers).map((anyOf): JsonObject => ({ anyOf })),
      tuple(tie('object'), tie('object')).map((allOf): JsonObject => ({ allOf })),
    ),
  };
});

const withTag = (object: JsonObject, kind: string): JsonObject => {
  const { properties, required } = object as {
    readonly properties: JsonObject;
    readonly required: readonly JsonValue[];
  }; // made above
  return { ...object, properties: { ...properties, kind: { const: kind } }, required: [...required, 'kind'] };
};
