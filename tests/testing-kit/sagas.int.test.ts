/** Goal: a saga among the handlers of a tested service runs as in a running one, by the test's clock. Method: the trip saga. */
import { bindSaga, type DomainEvent, type MessageDefinition } from '@streampact/runtime';
import { fakeClock, testService, type TestService } from '@streampact/runtime/testing';
import type { DataSource } from 'typeorm';
import { openMigratedDatabase, type MigratedDatabase } from '../infrastructure/migrated-database.js';
import { partners, trips, tripService } from '../sagas/trip-contract.js';
import { tripSaga } from '../sagas/trip.saga.js';

let database: MigratedDatabase;
let dataSource: DataSource;
let service: TestService;
const clock = fakeClock();

beforeEach(async () => {
  database = await openMigratedDatabase('kit-sagas');
  ({ dataSource } = database);
  await dataSource.query('create table trip (trip_id text, status text, reason text)');
  service = await testService({
    service: tripService,
    dataSource,
    clock,
    handlers: () => ({
      partnersStream: {
        hotelBooked: tripSaga,
        flightBooked: tripSaga,
        flightRefused: tripSaga,
        tripPaid: tripSaga,
      },
    }),
    sagas: () => [
      bindSaga(tripSaga, async ({ status, reason }, { id, transaction }) => {
        await transaction.query('insert into trip values ($1, $2, $3)', [id, status, reason]);
      }),
    ],
  });
});
afterEach(async () => {
  await database.close();
});

const tripId = 't-1';
const answer = ({ type }: MessageDefinition): DomainEvent => ({
  id: clock.newId(),
  type,
  timestamp: clock.now().toISOString(),
  aggregateId: tripId,
  data: { tripId },
});
const begin = async () =>
  service.whenRun(async (transaction) => service.sagas.begin(tripSaga, { tripId, traveller: 'Ada' }, { transaction }));
const stored = async () => dataSource.query<object[]>('select status, reason from trip');

test('answers move it, and what it publishes is there', async () => {
  const begun = await begin();
  expect(begun.published(trips.hotelWanted)).toMatchObject([
    { aggregateId: tripId, timestamp: clock.now().toISOString() },
  ]);
  const { published, outcome } = await service.when(answer(partners.hotelBooked), { times: 2 });
  expect(published(trips.flightWanted)).toHaveLength(1);
  expect(outcome.state).toBe('done');
  await service.given(answer(partners.flightBooked), answer(partners.tripPaid));
  expect(await stored()).toEqual([{ status: 'booked', reason: null }]);
});

test('its timers fire at their millisecond, and undo what was done', async () => {
  await begin();
  await service.given(answer(partners.hotelBooked), answer(partners.flightBooked));
  expect((await service.advance(3_599_999)).published()).toEqual([]);
  const { published } = await service.advance(1);
  expect(published().map(({ type }) => type)).toEqual(['FLIGHT_UNWANTED', 'HOTEL_UNWANTED']);
  expect(await stored()).toEqual([{ status: 'failed', reason: 'no money' }]);
});
