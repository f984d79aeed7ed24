/**
 * Goal: whatever comes, however much of it at once, each saga went a way that its definition allows, and published exactly what
 * that way publishes. Method: seeded random inputs from several connections, some rolled back or cut off, with timers fired by two
 * instances; then each saga's history is followed by the pure `transition` and compared with outbox and tables.
 */
import {
  beginning,
  newId,
  transition,
  type Moved,
  type SagaHistoryLine,
  type SagaInput,
  type WordsIn,
} from '@streampact/runtime';
import type { DataSource } from 'typeorm';
import { eventually } from '../infrastructure/test-infrastructure.js';
import { tripSaga } from './trip.saga.js';
import { eventOf, TripSystem, type TripInput } from './trip-system.js';

let system: TripSystem;
beforeEach(async () => {
  system = await TripSystem.create();
});
afterEach(async () => system.close());

/** Mulberry32: the same numbers for the same seed. */
const randomOf = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

type Words = WordsIn<typeof tripSaga>;

const messageNames = ['hotelBooked', 'flightBooked', 'flightRefused', 'tripPaid'] as const;

/** Some kinds of input are rarer, so that sagas do not end at once. */
const inputFor = (tripId: string, random: () => number): SagaInput => {
  const drawn = random();
  if (drawn < 0.05) return { command: 'giveUp', given: { reason: 'no time' } };
  if (drawn < 0.1) return { message: 'flightRefused', event: eventOf(tripId, 'flightRefused', { reason: 'FULL' }) };
  const message = messageNames[Math.floor(random() * 4)] ?? 'hotelBooked';
  return { message, event: eventOf(tripId, message, { reason: 'FULL' }) };
};

/** One worker's share: inputs one after the other, of which some come to nothing. */
const work = async (dataSource: DataSource, tripIds: readonly string[], random: () => number): Promise<void> => {
  for (let n = 0; n < 150; n++) {
    const tripId = tripIds[Math.floor(random() * tripIds.length)] ?? '';
    const fate = random();
    const input = inputFor(tripId, random);
    await dataSource
      .transaction(async (transaction) => {
        if (fate < 0.1)
          await transaction.query('update saga_timer set next_at = clock_timestamp() where id = $1', [tripId]);
        await system.input(tripId, input, transaction);
        if (fate > 0.85) throw new Error('rolled back');
        if (fate > 0.8) await transaction.query('select pg_terminate_backend(pg_backend_pid())');
      })
      .catch(() => undefined);
  }
};

/** The input of a line of the history; what matters of it is the same each time. */
const inputOf = (tripId: string, name: string): TripInput => {
  if (name === 'giveUp') return { command: 'giveUp', given: { reason: 'no time' } };
  if (name === 'moneyIsLate') return { timer: 'moneyIsLate' };
  // The history names inputs of the trip saga.
  const message = name as keyof typeof tripSaga.messages;
  return { message, event: eventOf(tripId, message, { reason: 'FULL' }) } as TripInput;
};

/** What the way publishes, and what it changes, if each move did exactly what the definition says. */
const follow = (
  tripId: string,
  lines: readonly SagaHistoryLine[],
): { types: string[]; changes: number; state: string } => {
  const types: string[] = [];
  const undo: string[] = [];
  let changes = 0;
  let at: Moved<Words> = beginning(tripSaga, { tripId, traveller: 'Ada' });
  const account = (moved: Moved<Words>): void => {
    if (moved.change !== undefined) changes += 1;
    if (moved.compensate) types.push(...undo.splice(0).toReversed());
    for (const step of moved.send) {
      types.push(step.message.type);
      undo.push(step.undo.message.type);
    }
    types.push(...moved.publish.map(({ message }) => message.type));
  };
  account(at);
  for (const line of lines.slice(1).filter(({ deferred }) => deferred === undefined)) {
    expect(line.from).toBe(at.to);
    const instance = { id: tripId, state: at.to, data: at.data };
    const outcome = transition(tripSaga, instance, inputOf(tripId, line.input));
    if (outcome.kind !== 'moved') throw new Error(`${line.input} does not move a trip in ${at.to}`);
    expect(outcome.to).toBe(line.to);
    account(outcome);
    at = outcome;
  }
  return { types, changes, state: at.to };
};

test.each([1, 2, 3])('every way is one that the definition allows, seed %i', async (seed) => {
  const random = randomOf(seed);
  const tripIds = await Promise.all(Array.from({ length: 25 }, async () => system.begin(newId())));
  const instances = await Promise.all([system.instance(), system.instance()]);
  for (const { timers } of instances) timers.start();
  await Promise.all(
    instances.flatMap(({ dataSource }) =>
      [1, 2].map(async () => work(dataSource, tripIds, randomOf(random() * 2 ** 32))),
    ),
  );
  await eventually(async () =>
    expect(await system.dataSource.query('select 1 from saga_timer where next_at <= clock_timestamp()')).toEqual([]),
  );
  for (const { timers } of instances) await timers.stop();

  const states = new Set<string>();
  for (const tripId of tripIds) {
    const [row] = await system.dataSource.query<
      { state: string; history: SagaHistoryLine[]; deferred: number; kept: number }[]
    >(
      `select state, history, deferred, (select count(*)::int from saga_deferred d where d.id = s.id) as kept
       from saga s where id = $1`,
      [tripId],
    );
    const way = follow(tripId, row?.history ?? []);
    states.add(way.state);
    expect(row).toMatchObject({ state: way.state, deferred: row?.kept });
    expect(await system.publishedTypes(tripId)).toEqual(way.types);
    expect(await system.trips(tripId)).toHaveLength(way.changes);
  }
  // The run has led somewhere.
  expect(states.size).toBeGreaterThan(1);
});
