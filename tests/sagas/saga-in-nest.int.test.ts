/** A saga in a Nest application: what a service author meets. */
import { Injectable, Module, type DynamicModule } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { TypeOrmModule } from '@nestjs/typeorm';
import {
  SagaRunner,
  silentLogger,
  streampactMigrations,
  type ChangeContext,
  type HandlerChoice,
  type HandlerRegistration,
  type DomainEvent,
  type SagaChanges,
} from '@streampact/runtime';
import { EventsModule } from '@streampact/runtime/nest';
import { memoryBroker } from '@streampact/runtime/testing';
import { DataSource } from 'typeorm';
import { createTestDatabase, eventually } from '../infrastructure/test-infrastructure.js';
import type { FlightRefused, TripPart } from './trip-contract.js';
import { tripService } from './trip-contract.js';
import { tripSaga, type TripChange } from './trip.saga.js';

@Injectable()
class TripChanges implements SagaChanges<typeof tripSaga> {
  readonly applied: TripChange[] = [];

  async apply(change: TripChange, _context: ChangeContext): Promise<void> {
    this.applied.push(change);
    await Promise.resolve();
  }
}

/** As codegen writes it. */
interface PartnersStreamHandlers {
  readonly hotelBooked: HandlerChoice<DomainEvent<'HOTEL_BOOKED', TripPart>>;
  readonly flightBooked: HandlerChoice<DomainEvent<'FLIGHT_BOOKED', TripPart>>;
  readonly flightRefused: HandlerChoice<DomainEvent<'FLIGHT_REFUSED', FlightRefused>>;
  readonly tripPaid: HandlerChoice<DomainEvent<'TRIP_PAID', TripPart>>;
}

const handlers = (partnersStream: PartnersStreamHandlers): HandlerRegistration => ({
  service: 'trip-service',
  consumers: { partnersStream: { ...partnersStream } },
});

const everything = handlers({
  hotelBooked: tripSaga,
  flightBooked: tripSaga,
  flightRefused: tripSaga,
  tripPaid: tripSaga,
});

let drop: () => Promise<void>;
let closeApp: (() => Promise<void>) | undefined;
let root: DynamicModule[];
beforeEach(async () => {
  const database = await createTestDatabase();
  drop = database.drop;
  const migrations = [...streampactMigrations];
  root = [
    TypeOrmModule.forRoot({ type: 'postgres', url: database.url, migrations, migrationsRun: true, poolSize: 12 }),
    EventsModule.forRoot({
      service: tripService,
      redisUrl: '',
      broker: memoryBroker().connect(),
      logger: silentLogger,
    }),
  ];
});
afterEach(async () => {
  await closeApp?.(); // also where the test failed: an application that goes on keeps jest from ending
  await drop();
});

const start = async (imports: DynamicModule[], providers: (new () => unknown)[] = []) => {
  @Module({ imports: [...root, ...imports], providers })
  class AppModule {}
  const moduleRef = await Test.createTestingModule({ imports: [AppModule] }).compile();
  const app = moduleRef.createNestApplication({ logger: false });
  closeApp = async () => {
    closeApp = undefined;
    await app.close();
  };
  return app.init();
};

test('begins, fires its timers and changes tables through a class that Nest has made', async () => {
  const app = await start(
    [EventsModule.forFeature(everything), EventsModule.forSaga(tripSaga, TripChanges)],
    [TripChanges],
  );
  const [sagas, dataSource] = [app.get(SagaRunner), app.get(DataSource)];
  await dataSource.transaction(async (transaction) => {
    await sagas.begin(tripSaga, { tripId: 't-1', traveller: 'Ada' }, { transaction });
  });
  await dataSource.query(`update saga set state = 'unpaid'`);
  await dataSource.query(`insert into saga_timer values ('trip', 't-1', 'moneyIsLate', now(), now())`);
  await eventually(() => expect(app.get(TripChanges).applied).toEqual([{ status: 'failed', reason: 'no money' }]));
});

test('does not start without the class, and says where it belongs', async () => {
  await expect(
    start([EventsModule.forFeature(everything), EventsModule.forSaga(tripSaga, TripChanges)]),
  ).rejects.toMatchObject({
    code: 'HANDLER_NOT_REGISTERED',
    message:
      'TripChanges applies the changes of saga trip of trip-service, but no module provides it. ' +
      'Add TripChanges to the providers of the module that imports EventsModule.forFeature.',
  });
});

test('does not start if nobody says that the saga runs here', async () => {
  await expect(start([EventsModule.forFeature(everything)])).rejects.toMatchObject({
    code: 'HANDLER_NOT_REGISTERED',
    message: expect.stringContaining('Saga trip changes tables of trip-service, and no function is bound to it.'),
  });
});

test('a handler map that gives a saga what it does not follow does not compile', () => {
  const choice: HandlerChoice<DomainEvent<'HOTEL_BOOKED', TripPart>> = tripSaga;
  // @ts-expect-error the trip saga does not follow HOTEL_CLOSED
  const other: HandlerChoice<DomainEvent<'HOTEL_CLOSED', TripPart>> = tripSaga;
  // @ts-expect-error the saga changes tables: it needs a class for that
  expect(EventsModule.forSaga(tripSaga)).toBeDefined();
  expect(choice).toBe(other);
});
