/**
 * Goal: a definition may change while its sagas live; what does not fit is said with its remedy, and nothing is lost. Method:
 * sagas stored by one definition, handed to another.
 */
import {
  defineSaga,
  end,
  OutboxPublisher,
  received,
  SagaRunner,
  typed,
  type AnySaga,
  type InputResult,
} from '@streampact/runtime';
import type { DataSource } from 'typeorm';
import { openMigratedDatabase, type MigratedDatabase } from '../infrastructure/migrated-database.js';
import { partners, tripsStream } from './trip-contract.js';
import { eventOf } from './trip-system.js';

let database: MigratedDatabase;
let dataSource: DataSource;
beforeAll(async () => {
  database = await openMigratedDatabase('trip');
  ({ dataSource } = database);
});
afterAll(async () => {
  await database.close();
});

const words = {
  name: 'stay',
  stream: tripsStream,
  messages: { hotelBooked: received(partners.hotelBooked, 'tripId') },
};

const first = defineSaga({
  ...words,
  data: typed<{ readonly nights: string }>(),
  states: { asking: 'It waits for the hotel.', over: end('It is over.') },
}).table({
  begin: { to: 'asking', effects: (id: string) => ({ id, data: { nights: '3' } }) },
  states: { asking: { hotelBooked: { to: 'over' } } },
});

/** A state has another name, and the nights are a number. */
const second = defineSaga({
  ...words,
  version: 2,
  data: typed<{ readonly nights: number }>(),
  states: { wanted: 'It waits for the hotel.', booked: 'It waits for the guest.', over: end('It is over.') },
}).table({
  begin: { to: 'wanted', effects: (id: string) => ({ id, data: { nights: 3 } }) },
  upgrades: {
    // Version 1 stored what `first` defines.
    1: ({ state, data }) => ({
      state: state === 'asking' ? 'wanted' : 'over',
      data: { nights: Number((data as { nights: string }).nights) },
    }),
  },
  states: {
    wanted: { hotelBooked: { to: 'booked', effects: ({ data }) => ({ data: { nights: data.nights + 1 } }) } },
    booked: { hotelBooked: { to: 'over' } },
  },
});

/** As `first`, with a state gone and no new version. */
const careless = defineSaga({
  ...words,
  data: typed<null>(),
  states: { elsewhere: 'It waits.' },
}).table({
  begin: { to: 'elsewhere', effects: (id: string) => ({ id, data: null }) },
  states: { elsewhere: { hotelBooked: { to: 'elsewhere' } } },
});

const tell = async (saga: AnySaga, id: string): Promise<InputResult> => {
  const runner = new SagaRunner({ publisher: new OutboxPublisher() });
  const input = { message: 'hotelBooked', event: eventOf(id, 'hotelBooked') };
  return dataSource.transaction(async (transaction) => runner.input(saga, id, input, transaction));
};

const begin = async (id: string): Promise<void> => {
  const runner = new SagaRunner({ publisher: new OutboxPublisher() });
  await dataSource.transaction(async (transaction) => runner.begin(first, id, { transaction }));
};

const stored = async (id: string): Promise<unknown> =>
  dataSource.query('select version, state, data from saga where id = $1', [id]);

test('a saga of an earlier version is upgraded with its next input', async () => {
  await begin('s-1');
  expect(await tell(second, 's-1')).toEqual({ kind: 'moved', state: 'booked' });
  expect(await stored('s-1')).toEqual([{ version: 2, state: 'booked', data: { nights: 4 } }]);
});

test('a saga of a later version is left to the instances that know it', async () => {
  await begin('s-2');
  await tell(second, 's-2');
  await expect(tell(first, 's-2')).rejects.toMatchObject({
    code: 'SAGA_VERSION_LATER',
    message: expect.stringContaining('this process runs version 1. Nothing to do while a rollout goes on'),
  });
  expect(await tell(second, 's-2')).toEqual({ kind: 'moved', state: 'over' });
});

test('a state that is gone is an error that says what to do', async () => {
  await begin('s-3');
  await expect(tell(careless, 's-3')).rejects.toMatchObject({
    code: 'SAGA_MISMATCH',
    message:
      'Saga stay s-3 is stored in state "asking", which version 1 does not have; it has elsewhere. ' +
      'Put the state back, or raise the version and say in upgrades what it becomes.',
  });
  expect(await stored('s-3')).toEqual([{ version: 1, state: 'asking', data: { nights: '3' } }]);
});
