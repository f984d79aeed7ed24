/** Goal: a saga in a test does what it does in the runtime (tests/sagas/run-sagas.int.test.ts): undo, deferral, timers. */
import type { DomainEvent, MessageDefinition } from '@streampact/runtime';
import { testSaga } from '@streampact/runtime/testing';
import { partners, trips, type TripPart } from './trip-contract.js';
import { tripSaga } from './trip.saga.js';

const tripId = 't-1';
const event = <Type extends string, Data extends TripPart>(
  { type }: MessageDefinition<Type, Data>,
  data: NoInfer<Data>,
): DomainEvent<Type, Data> => ({
  id: `0198b6f1-0c44-7b1a-8a55-2b8f0e9d7c61`,
  type,
  timestamp: '2030-01-01T00:00:00.000Z',
  aggregateId: data.tripId,
  data,
});
const hotelBooked = event(partners.hotelBooked, { tripId });
const flightBooked = event(partners.flightBooked, { tripId });
const flightRefused = event(partners.flightRefused, { tripId, reason: 'FULL' });
const tripPaid = event(partners.tripPaid, { tripId });

const givenTrip = () => {
  const trip = testSaga(tripSaga);
  trip.begin({ tripId, traveller: 'Ada' });
  return trip;
};

test('steps are undone with the last one first, each once', () => {
  const trip = givenTrip();
  trip.when(hotelBooked);
  expect(trip.steps).toEqual(['flight', 'hotel']);
  const { state, published, changes } = trip.when(flightRefused);
  expect(state).toBe('failed');
  expect(published().map(({ type }) => type)).toEqual(['FLIGHT_UNWANTED', 'HOTEL_UNWANTED']);
  expect(changes).toEqual([{ status: 'failed', reason: 'no flight: FULL' }]);
  expect(trip.steps).toEqual([]);
});

test('what is kept for later comes again when the state has changed', () => {
  const trip = givenTrip();
  expect(trip.when(tripPaid)).toMatchObject({ kind: 'deferred', because: 'there is nothing to pay for yet' });
  expect(trip.when(hotelBooked)).toMatchObject({ kind: 'moved', state: 'bookingFlight' });
  const { state, published } = trip.when(flightBooked);
  expect(state).toBe('booked');
  expect(published(trips.tripBooked)).toEqual([{ tripId }]);
});

test('timers fire at their time, and are gone with the end', () => {
  const trip = givenTrip();
  trip.when(hotelBooked);
  trip.when(flightBooked);
  expect(trip.timers).toEqual({ moneyIsLate: 3_600_000 });
  expect(trip.advance(3_599_999)).toMatchObject({ kind: 'none', state: 'unpaid' });
  expect(trip.advance(1)).toMatchObject({ kind: 'moved', state: 'failed', changes: [{ reason: 'no money' }] });
  expect(trip.timers).toEqual({});
});

test('a command is given what it takes', () => {
  const trip = givenTrip();
  const { changes } = trip.when({ command: 'giveUp', given: { reason: 'no time' } });
  expect(changes).toEqual([{ status: 'failed', reason: 'no time' }]);
});

test('may begin anywhere', () => {
  const trip = testSaga(tripSaga);
  trip.given({ id: tripId, state: 'unpaid', data: { traveller: 'Ada' } });
  expect(trip.when(tripPaid).state).toBe('booked');
  expect(trip.data).toEqual({ traveller: 'Ada' });
});

test('an event that is about another saga is a mistake of the test', () => {
  const trip = givenTrip();
  expect(() => trip.when(event(partners.tripPaid, { tripId: 't-2' }))).toThrow(
    `This TRIP_PAID is about t-2 by its "tripId", and this saga is t-1. Make it with { tripId: 't-1' }.`,
  );
  expect(() => testSaga(tripSaga).state).toThrow('Saga trip has not begun');
});
