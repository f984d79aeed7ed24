/** Single events for tests: valid, the same for the same seed, with what the test cares about given by it. */
import * as fc from 'fast-check';
import type { MessageDefinition } from '../contract/definitions.js';
import { violationsOf } from '../contract/violations.js';
import type { DomainEvent } from '../envelope/domain-event.js';
import { InvalidOverridesError } from './errors.js';
import { eventArbitrary, keyOf } from './event-arbitrary.js';

/** Properties instead of the generated ones; `undefined` takes an optional one away. What is no object is replaced. */
export type Overrides<Data> = Data extends readonly unknown[]
  ? Data
  : Data extends object
    ? { readonly [Name in keyof Data]?: Data[Name] | undefined }
    : Data;

export interface SeedOptions {
  /** The same seed gives the same values. @default 1 for the first call in a process, 2 for the second … */
  readonly seed?: number;
}

/** Parts of the envelope to have instead of the generated ones. */
export type EventFactoryOptions = SeedOptions & Partial<Omit<DomainEvent, 'type' | 'data'>>;

/** @throws InvalidOverridesError – the result would not be valid. */
export type PayloadFactory<Data> = (overrides?: Overrides<Data>, options?: SeedOptions) => Data;

/** @throws InvalidOverridesError – the result would not be valid. */
export type EventFactory<Event extends DomainEvent> = (
  overrides?: Overrides<Event['data']>,
  options?: EventFactoryOptions,
) => Event;

export const payloadFactory =
  <Data>(message: MessageDefinition<string, Data>, arbitrary: fc.Arbitrary<Data>): PayloadFactory<Data> =>
  (overrides, { seed = nextSeed() } = {}) =>
    overridden(message, sampled(arbitrary, seed), overrides);

export const eventFactory = <Type extends string, Data>(
  message: MessageDefinition<Type, Data>,
  arbitrary: fc.Arbitrary<Data>,
): EventFactory<DomainEvent<Type, Data>> => {
  const events = eventArbitrary(message, arbitrary);
  return (overrides, { seed = nextSeed(), ...envelope } = {}) => {
    const event = sampled(events, seed);
    const data = overridden(message, event.data, overrides);
    return { ...event, aggregateId: keyOf(message, data) ?? event.aggregateId, ...envelope, data };
  };
};

let seeds = 0;
const nextSeed = (): number => (seeds += 1);

const sampled = <Value>(arbitrary: fc.Arbitrary<Value>, seed: number): Value => {
  const [value] = fc.sample(
    arbitrary.map((one) => ({ one })),
    { seed, numRuns: 1 },
  );
  if (value === undefined) throw new Error('fast-check was asked for one value and gave none.');
  return value.one;
};

const overridden = <Data>(
  message: MessageDefinition<string, Data>,
  generated: Data,
  overrides: Overrides<Data> | undefined,
): Data => {
  if (overrides === undefined) return generated;
  const data: unknown = isObject(generated) && isObject(overrides) ? merged(generated, overrides) : overrides;
  if (message.validateWrite(data)) return data;
  throw new InvalidOverridesError(message.name, violationsOf(message.validateWrite));
};

const merged = (generated: object, overrides: object): object =>
  Object.fromEntries(Object.entries({ ...generated, ...overrides }).filter(([, value]) => value !== undefined));

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
