import * as fc from 'fast-check';
import type { MessageDefinition, Validate } from '../contract/definitions.js';
import { InvalidOverridesError, NoValidValueError, ImpossibleSchemaError } from './errors.js';
import { eventArbitrary } from './event-arbitrary.js';
import { eventFactory, payloadFactory } from './factories.js';
import { impossible, validFor } from './valid-for.js';

interface Moved {
  readonly thingId: string;
  readonly steps: number;
  readonly note?: string;
}

/** As codegen writes them: one function with its errors beside it. */
const validate: Validate<Moved> = Object.assign(
  (data: unknown): data is Moved => {
    const isMoved = typeof data === 'object' && data !== null && 'steps' in data && Number.isInteger(data.steps);
    validate.errors = isMoved ? null : [{ instancePath: '/steps', keyword: 'type', message: 'must be integer' }];
    return isMoved;
  },
  { errors: null },
);

const moved: MessageDefinition<'THING_MOVED', Moved> = {
  type: 'THING_MOVED',
  name: 'ThingMoved',
  channel: { address: 'things', owner: 'thing-service', partitions: 1, retentionMs: 1, groups: [] },
  key: 'thingId',
  schemaVersion: '1.2.0',
  validateWrite: validate,
  validateRead: validate,
};

const arbitrary: fc.Arbitrary<Moved> = fc.record(
  { thingId: fc.uuid(), steps: fc.integer(), note: fc.string() },
  { requiredKeys: ['thingId', 'steps'], noNullPrototype: true },
);
const thingMoved = payloadFactory(moved, arbitrary);
const thingMovedEvent = eventFactory(moved, arbitrary);

test('the same seed gives the same event, another one another', () => {
  expect(thingMovedEvent({}, { seed: 3 })).toEqual(thingMovedEvent({}, { seed: 3 }));
  expect(thingMovedEvent({}, { seed: 3 }).id).not.toBe(thingMovedEvent({}, { seed: 4 }).id);
});

test('calls without a seed give different events', () => {
  expect(thingMoved()).not.toEqual(thingMoved());
});

test('an event has the envelope that publishers write, and the key of its payload', () => {
  const event = thingMovedEvent({ thingId: 't-1' }, { seed: 1, correlationId: 'story' });
  expect(event).toMatchObject({
    type: 'THING_MOVED',
    aggregateId: 't-1',
    correlationId: 'story',
    schemaVersion: '1.2.0',
  });
  expect(event.data.thingId).toBe('t-1');
  expect(event.id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-/);
  expect(new Date(event.timestamp).toISOString()).toBe(event.timestamp);
});

test('undefined takes an optional property away', () => {
  for (let seed = 1; seed <= 10; seed += 1)
    expect(thingMoved({ note: undefined }, { seed })).not.toHaveProperty('note');
});

test('overrides that make the payload invalid are refused with what is wrong', () => {
  const make = (): Moved => thingMoved({ steps: 0.5 });
  expect(make).toThrow(InvalidOverridesError);
  expect(make).toThrow('it is not a valid ThingMoved: /steps must be integer');
});

test('events without a key in the contract have one nevertheless', () => {
  const [event] = fc.sample(eventArbitrary({ ...moved, key: undefined }, arbitrary), { seed: 1, numRuns: 1 });
  expect(event?.aggregateId).not.toBe('');
});

test('a search for valid values is given up with what the last one broke', () => {
  const none = validFor(moved, fc.record({ steps: fc.constant('many') }));
  expect(() => fc.sample(none, 1)).toThrow(NoValidValueError);
  expect(() => fc.sample(none, 1)).toThrow('The last one broke "type" at "/steps"');
  const some = validFor(moved, fc.record({ steps: fc.oneof(fc.constant('many'), fc.integer()) }));
  for (const { steps } of fc.sample(some, { seed: 1, numRuns: 50 })) expect(Number.isInteger(steps)).toBe(true);
});

test('what cannot exist says so when it is generated, not when it is imported', () => {
  const endless = impossible('Tree: it requires itself without end');
  expect(() => fc.sample(endless, 1)).toThrow(ImpossibleSchemaError);
});
