/** Random schemas of events, as people write them in contracts: records of texts, numbers, enums, lists, unions and references. */
import {
  array,
  boolean,
  constant,
  constantFrom,
  dictionary,
  integer,
  letrec,
  oneof,
  option,
  record,
  shuffledSubarray,
  tuple,
  uniqueArray,
  type Arbitrary,
} from 'fast-check';
import type { JsonObject, JsonValue } from '../model/source.js';

const names = constantFrom('orderId', 'customer', 'total', 'items', 'note', 'status', 'placedAt', 'tags');

/** What `record` leaves out is not there, and so no value is undefined. */
const defined = (schema: Readonly<Record<string, JsonValue | undefined>>): JsonObject =>
  Object.fromEntries(Object.entries(schema).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

const withRange = (low: string, high: string, type: string, most: number): Arbitrary<JsonObject> =>
  record(
    { type: constant(type), [low]: integer({ min: 0, max: 3 }), [high]: integer({ min: 3, max: most }) },
    { requiredKeys: ['type'] },
  ).map(defined);

const texts: readonly Arbitrary<JsonObject>[] = [
  withRange('minLength', 'maxLength', 'string', 12),
  constantFrom('date-time', 'date', 'uuid', 'email', 'uri').map((format) => ({ type: 'string', format })),
  constantFrom('^[A-Z]{3}$', '^[a-z]+(-[a-z]+)*$', '\\d', '^x-').map((pattern) => ({ type: 'string', pattern })),
  uniqueArray(constantFrom('NEW', 'PAID', 'SENT', 'LOST', 'BACK'), { minLength: 1, maxLength: 4 }).map((values) => ({
    type: 'string',
    enum: values,
  })),
  constantFrom('NEW', 'PAID').map((value) => ({ const: value })),
];

const numbers: readonly Arbitrary<JsonObject>[] = [
  withRange('minimum', 'maximum', 'integer', 100),
  withRange('exclusiveMinimum', 'maximum', 'number', 10),
  constantFrom(0.01, 0.5, 2, 5).map((multipleOf) => ({ type: 'number', multipleOf })),
  uniqueArray(integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 }).map((values) => ({ enum: values })),
];

const plain: readonly Arbitrary<JsonObject>[] = [
  constant({ type: 'boolean' }),
  constant({}),
  constantFrom('string', 'integer', 'number').map((type) => ({ type: [type, 'null'] })),
  constantFrom('Money', 'Address').map((name) => ({ $ref: `#/definitions/${name}` })),
];

/** Each kind is as likely as the others; `oneof` would take the first ones when it is deep. */
const anyOf = (arbitraries: readonly Arbitrary<JsonObject>[]): Arbitrary<JsonObject> =>
  integer({ min: 0, max: arbitraries.length - 1 }).chain((index) => arbitraries[index] ?? constant({}));

const scalars = anyOf([...texts, ...numbers, ...plain]);

const lists = (items: Arbitrary<JsonObject>): Arbitrary<JsonObject> =>
  record(
    {
      type: constant('array'),
      items,
      minItems: integer({ min: 0, max: 2 }),
      maxItems: integer({ min: 2, max: 5 }),
      uniqueItems: boolean(),
    },
    { requiredKeys: ['type', 'items'] },
  ).map(defined);

const objects = (members: Arbitrary<JsonObject>): Arbitrary<JsonObject> =>
  tuple(
    dictionary(names, members, { minKeys: 1, maxKeys: 5, noNullPrototype: true }),
    option(constantFrom<JsonValue>(true, false, { type: 'string' }), { freq: 5 }),
  ).chain(([properties, additional]) =>
    shuffledSubarray(Object.keys(properties)).map((required) => ({
      type: 'object',
      ...(required.length > 0 ? { required } : {}),
      properties,
      ...(additional === null ? {} : { additionalProperties: additional }),
    })),
  );

const maps = (members: Arbitrary<JsonObject>): Arbitrary<JsonObject> =>
  members.map((value) => ({ type: 'object', additionalProperties: value }));

/** Variants that a property tells apart. */
const unions = (members: Arbitrary<JsonObject>): Arbitrary<JsonObject> =>
  tuple(constantFrom('oneOf', 'anyOf'), array(objects(members), { minLength: 2, maxLength: 3 })).map(
    ([keyword, variants]) => ({
      [keyword]: variants.map((variant, index) => ({
        ...variant,
        required: ['kind'],
        properties: { ...(variant['properties'] as JsonObject), kind: { const: `kind${index}` } }, // objects have them
      })),
    }),
  );

const { member: members } = letrec<{ member: JsonObject }>((tie) => {
  const inner = tie('member');
  const nested = [objects(inner), lists(inner), maps(inner), unions(inner)];
  return {
    // Three levels are what events have; what is deeper is a scalar.
    member: oneof({ maxDepth: 2 }, { weight: 7, arbitrary: scalars }, { weight: 3, arbitrary: anyOf(nested) }),
  };
});

/** Draft 7, `definitions` included. */
export const randomEvent: Arbitrary<JsonObject> = tuple(objects(members), objects(scalars), objects(scalars)).map(
  ([event, money, address]) => ({ ...event, definitions: { Money: withoutReferences(money), Address: address } }),
);

/** So that no circle is without an end: an address may hold money, money holds neither. */
const withoutReferences = (schema: JsonObject): JsonObject => {
  const text = JSON.stringify(schema).replaceAll(/\{"\$ref":"[^"]*"\}/g, '{"type":"string"}');
  return JSON.parse(text) as JsonObject; // an object was written
};
