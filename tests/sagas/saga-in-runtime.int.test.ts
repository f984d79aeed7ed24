/**
 * Goal: a saga stands in the handler map as a handler does, with all that the runtime promises handlers. Method: trip-service
 * and partner-service as runtimes over a broker in memory; answers go through partner-service's outbox.
 */
import {
  bindSaga,
  EventRuntime,
  newId,
  OutboxPublisher,
  SagaRunner,
  silentLogger,
  type AnySaga,
  type AtPoint,
  type EventRuntimeOptions,
  type SagaBinding,
} from '@streampact/runtime';
import { memoryBroker } from '@streampact/runtime/testing';
import { createTestDatabase, eventually, type TestDatabase } from '../infrastructure/test-infrastructure.js';
import { DataSource } from 'typeorm';
import { streampactMigrations } from '@streampact/runtime';
import { partners, partnerService, tripService } from './trip-contract.js';
import { tripSaga } from './trip.saga.js';
import { TripSystem, writeTrip } from './trip-system.js';

let trips: TripSystem;
let partnersDatabase: TestDatabase;
let partnersSource: DataSource;
let broker: ReturnType<typeof memoryBroker>;
const running: EventRuntime[] = [];

beforeEach(async () => {
  trips = await TripSystem.create();
  partnersDatabase = await createTestDatabase('partner');
  const { url } = partnersDatabase;
  const migrations = [...streampactMigrations];
  partnersSource = await new DataSource({
    type: 'postgres',
    url,
    migrations,
    migrationsRun: true,
    poolSize: 12,
  }).initialize();
  broker = memoryBroker();
});

afterEach(async () => {
  for (const runtime of running.splice(0).toReversed()) {
    await runtime.stopConsuming();
    await runtime.close();
  }
  await partnersSource.destroy();
  await partnersDatabase.drop();
  await trips.close();
});

const bound = bindSaga(tripSaga, async (change, { id, transaction }) => writeTrip(change, id, transaction));

const runtimeOf = (
  options: Pick<EventRuntimeOptions, 'service' | 'dataSource' | 'handlers'> & Partial<EventRuntimeOptions>,
): EventRuntime =>
  new EventRuntime({
    redisUrl: '',
    broker: broker.connect(),
    keyPrefix: '',
    logger: silentLogger,
    leaseMs: 900,
    transactionsMax: 2,
    ...options,
  });

const tripRuntime = (
  options: {
    binding?: SagaBinding;
    choices?: Partial<Record<keyof typeof partners, AnySaga>>;
    atPoint?: AtPoint;
    dataSource?: DataSource;
  } = {},
): EventRuntime => {
  const { binding = bound, choices = {}, atPoint = () => undefined, dataSource = trips.dataSource } = options;
  const saga = tripSaga;
  return runtimeOf({
    service: tripService,
    dataSource,
    sagas: new SagaRunner({ publisher: new OutboxPublisher(), sagas: [binding] }),
    handlers: {
      partnersStream: { hotelBooked: saga, flightBooked: saga, flightRefused: saga, tripPaid: saga, ...choices },
    },
    atPoint,
  });
};

const start = async (runtime: EventRuntime): Promise<EventRuntime> => {
  running.push(runtime);
  await runtime.start();
  return runtime;
};

const stop = async (runtime: EventRuntime): Promise<void> => {
  running.splice(running.indexOf(runtime), 1);
  await runtime.stopConsuming();
  await runtime.close();
};

/** Committed by partner-service; its relay brings it. @returns the event's id */
const answer = async (message: 'hotelBooked' | 'flightBooked' | 'tripPaid', tripId: string): Promise<string> =>
  partnersSource.transaction(async (transaction) =>
    new OutboxPublisher().publish(partners[message], { tripId }, { transaction }),
  );

const startPartners = async (): Promise<EventRuntime> =>
  start(runtimeOf({ service: partnerService, dataSource: partnersSource, handlers: {} }));

const inbox = async (id: string): Promise<unknown> =>
  trips.dataSource.query('select state, attempts, errors from inbox where id = $1', [id]);

test('follows messages from its stream, and fires its timers', async () => {
  await startPartners();
  await start(tripRuntime());
  const [paid, unpaid] = [await trips.begin(), await trips.begin()];
  for (const tripId of [paid, unpaid]) {
    await answer('hotelBooked', tripId);
    await answer('flightBooked', tripId);
    await eventually(async () => expect(await trips.state(tripId)).toBe('unpaid'));
  }
  await answer('tripPaid', paid);
  await trips.letTimersBeDue(unpaid);
  await eventually(async () => expect(await trips.state(paid)).toBe('booked'));
  await eventually(async () => expect(await trips.state(unpaid)).toBe('failed'));
});

test('an answer is handled once, although the process dies before its commit and again before it is shown', async () => {
  await startPartners();
  const crashes = new Set(['before-commit', 'after-commit']);
  await start(
    tripRuntime({
      atPoint: (point) => {
        if (crashes.delete(point)) throw new Error(`crash ${point}`);
      },
    }),
  );
  const tripId = await trips.begin();
  await answer('hotelBooked', tripId);
  await eventually(async () => expect(await trips.state(tripId)).toBe('bookingFlight'));
  await answer('flightBooked', tripId);
  await eventually(async () => expect(await trips.state(tripId)).toBe('unpaid'));
  expect(crashes.size).toBe(0);
  expect(await trips.publishedTypes(tripId)).toEqual(['HOTEL_WANTED', 'FLIGHT_WANTED']);
});

test('goes on after a restart where it was, and with what came meanwhile', async () => {
  await startPartners();
  const before = await start(tripRuntime());
  const tripId = await trips.begin();
  await answer('tripPaid', tripId);
  await answer('hotelBooked', tripId);
  await eventually(async () => expect(await trips.state(tripId)).toBe('bookingFlight'));
  await stop(before);
  await answer('flightBooked', tripId);
  await start(tripRuntime());
  await eventually(async () => expect(await trips.state(tripId)).toBe('booked'));
  expect(await trips.publishedTypes(tripId)).toEqual(['HOTEL_WANTED', 'FLIGHT_WANTED', 'TRIP_BOOKED']);
});

test('a message about a saga that is not there is a dead letter at once, and says why', async () => {
  await startPartners();
  await start(tripRuntime());
  const id = await answer('hotelBooked', newId());
  await eventually(async () =>
    expect(await inbox(id)).toMatchObject([
      { state: 'dead', attempts: 1, errors: [{ message: expect.stringContaining('There is no saga trip') }] },
    ]),
  );
});

test('a saga of a later version waits, with its timers, for an instance that knows it', async () => {
  await startPartners();
  await start(tripRuntime());
  const [tripId, other] = [await trips.begin(), await trips.bookedAndUnpaid()];
  await trips.dataSource.query('update saga set version = 2 where id = any($1)', [[tripId, other]]);
  await trips.letTimersBeDue(other);
  const id = await answer('hotelBooked', tripId);
  // x-retry of the contract allows three attempts.
  await eventually(async () => expect(await inbox(id)).toMatchObject([{ state: 'retrying', attempts: 4 }]));
  expect(await trips.state(other)).toBe('unpaid');
  expect(await trips.dataSource.query('select failures from saga_timer')).toEqual([{ failures: 0 }]);

  await trips.dataSource.query('update saga set version = 1');
  await eventually(async () => expect(await inbox(id)).toMatchObject([{ state: 'done' }]));
  await eventually(async () => expect(await trips.state(other)).toBe('failed'));
});

describe('does not start', () => {
  test('when a message that a saga waits for is handed to nobody', () => {
    const other = { ...tripSaga };
    expect(() => tripRuntime({ choices: { tripPaid: other } })).toThrow('Two sagas are called "trip"');
    const withoutOne = { partnersStream: { hotelBooked: tripSaga, flightBooked: tripSaga, flightRefused: tripSaga } };
    const handle = async (): Promise<void> => Promise.resolve();
    expect(() =>
      runtimeOf({
        service: tripService,
        dataSource: trips.dataSource,
        sagas: new SagaRunner({ publisher: new OutboxPublisher(), sagas: [bound] }),
        handlers: { partnersStream: { ...withoutOne.partnersStream, tripPaid: { handle } } },
      }),
    ).toThrow('Saga trip follows TRIP_PAID of partners-stream, and trip-service does not hand it over.');
  });

  test('when no function is bound for the changes of a saga', () => {
    expect(() => tripRuntime({ binding: { saga: tripSaga } })).toThrow(
      'Saga trip changes tables of trip-service, and no function is bound to it.',
    );
  });

  test('when a saga is stored in a state that its definition does not have', async () => {
    const tripId = await trips.begin();
    await trips.dataSource.query(`update saga set state = 'dreaming'`);
    const runtime = tripRuntime();
    await expect(runtime.start()).rejects.toMatchObject({
      code: 'SAGA_MISMATCH',
      message: expect.stringContaining(`Saga trip ${tripId} is stored in state "dreaming"`),
    });
    await runtime.close();
  });
});
