/**
 * Goal: whatever comes at once, twice, early or late, a saga does each thing once, or nothing. Method: the trip saga on a real
 * database; instances of the service are connections and timer loops of their own.
 */
import { listSagas, NonRetryableError, retrySaga, showSaga } from '@streampact/runtime';
import { Pool } from 'pg';
import { eventually } from '../infrastructure/test-infrastructure.js';
import { tripSaga } from './trip.saga.js';
import { eventOf, TripSystem, writeTrip, type Apply } from './trip-system.js';

let system: TripSystem;
beforeEach(async () => {
  system = await TripSystem.create();
});
afterEach(async () => system.close());

/** A promise that a test resolves. */
const gate = (): { readonly opened: Promise<void>; readonly open: () => void } => {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
};

test('a saga is there when its first message is, and every message of it belongs to one story', async () => {
  const tripId = await system.begin();
  const hotelId = await system.tell(tripId, 'hotelBooked');
  const flightId = await system.tell(tripId, 'flightBooked');
  const paidId = await system.tell(tripId, 'tripPaid');

  const correlationId = `story of ${tripId}`;
  expect(flightId).not.toBe(hotelId);
  expect(await system.published(tripId)).toMatchObject([
    { type: 'HOTEL_WANTED', headers: { correlationId } },
    { type: 'FLIGHT_WANTED', headers: { correlationId, causationId: hotelId } },
    { type: 'TRIP_BOOKED', headers: { correlationId, causationId: paidId } },
  ]);
  expect(await system.trips(tripId)).toEqual([{ status: 'booked', reason: null }]);
});

test('a beginning that is rolled back never was', async () => {
  const tripId = 'rolled-back';
  const began = system.dataSource.transaction(async (transaction) => {
    await system.runner.begin(tripSaga, { tripId, traveller: 'Ada' }, { transaction });
    throw new Error('no');
  });
  await expect(began).rejects.toThrow('no');
  expect(await system.publishedTypes(tripId)).toEqual([]);
  await expect(system.tell(tripId, 'hotelBooked')).rejects.toThrow(NonRetryableError);
  await expect(system.tell(tripId, 'hotelBooked')).rejects.toThrow(
    'There is no saga trip rolled-back, which hotelBooked is about.',
  );
});

test('a second saga under one id is refused, and the first goes on', async () => {
  const tripId = await system.begin();
  await expect(system.begin(tripId)).rejects.toMatchObject({ code: 'SAGA_EXISTS' });
  expect(await system.publishedTypes(tripId)).toEqual(['HOTEL_WANTED']);
});

test('undo runs last in, first out, each once', async () => {
  const tripId = await system.begin();
  await system.tell(tripId, 'hotelBooked');
  await system.tell(tripId, 'flightRefused', { reason: 'FULL' });
  expect(await system.giveUp(tripId)).toMatchObject({ kind: 'ignored', state: 'failed' });

  expect(await system.publishedTypes(tripId)).toEqual([
    'HOTEL_WANTED',
    'FLIGHT_WANTED',
    'FLIGHT_UNWANTED',
    'HOTEL_UNWANTED',
  ]);
  expect(await system.trips(tripId)).toEqual([{ status: 'failed', reason: 'no flight: FULL' }]);
});

test('of commands that come at the same time one decides', async () => {
  const tripId = await system.bookedAndUnpaid();
  const results = await Promise.all(['a', 'b', 'c', 'd'].map(async (reason) => system.giveUp(tripId, reason)));
  expect(results.filter(({ kind }) => kind === 'moved')).toHaveLength(1);
  expect(await system.trips(tripId)).toHaveLength(1);
  expect((await system.publishedTypes(tripId)).slice(2)).toEqual(['FLIGHT_UNWANTED', 'HOTEL_UNWANTED']);
});

describe('a message that is deferred', () => {
  test('is handled when the state has changed, in that transaction, with its own cause', async () => {
    const tripId = await system.begin();
    const paidId = await system.tell(tripId, 'tripPaid');
    await system.tell(tripId, 'hotelBooked');
    expect(await system.state(tripId)).toBe('bookingFlight');
    await system.tell(tripId, 'flightBooked');

    expect(await system.state(tripId)).toBe('booked');
    expect((await system.published(tripId)).at(-1)).toMatchObject({
      type: 'TRIP_BOOKED',
      headers: { causationId: paidId, correlationId: `story of ${tripId}` },
    });
    expect(await system.dataSource.query('select 1 from saga_deferred')).toEqual([]);
    expect(await system.dataSource.query('select 1 from saga_timer')).toEqual([]);
  });

  test('does not come twice if what let it through is rolled back', async () => {
    const tripId = await system.begin();
    await system.tell(tripId, 'tripPaid');
    await system.tell(tripId, 'hotelBooked');
    const rolledBack = system.dataSource.transaction(async (transaction) => {
      await system.input(tripId, { message: 'flightBooked', event: eventOf(tripId, 'flightBooked') }, transaction);
      throw new Error('crash before the commit');
    });
    await expect(rolledBack).rejects.toThrow('crash');
    expect(await system.state(tripId)).toBe('bookingFlight');
    await system.tell(tripId, 'flightBooked');
    expect(await system.publishedTypes(tripId)).toEqual(['HOTEL_WANTED', 'FLIGHT_WANTED', 'TRIP_BOOKED']);
  });

  test('is one of at most so many', async () => {
    const tripId = await system.begin();
    await system.dataSource.query('update saga set deferred = 100 where id = $1', [tripId]);
    await expect(system.tell(tripId, 'tripPaid')).rejects.toMatchObject({ code: 'SAGA_MISMATCH' });
  });
});

describe('a timer', () => {
  test('fires once, whichever of two instances sees it', async () => {
    const tripIds = await Promise.all(Array.from({ length: 20 }, async () => system.bookedAndUnpaid()));
    await system.letTimersBeDue(...tripIds);
    for (const { timers } of [await system.instance(), await system.instance()]) timers.start();

    for (const tripId of tripIds) {
      await eventually(async () => expect(await system.state(tripId)).toBe('failed'));
      expect(await system.trips(tripId)).toEqual([{ status: 'failed', reason: 'no money' }]);
      expect((await system.publishedTypes(tripId)).slice(2)).toEqual(['FLIGHT_UNWANTED', 'HOTEL_UNWANTED']);
    }
  });

  test('that is due while an answer is handled waits, and is stale afterwards', async () => {
    const [tripId, other] = [await system.bookedAndUnpaid(), await system.bookedAndUnpaid()];
    await system.letTimersBeDue(tripId, other);
    const { timers } = await system.instance();
    const [handled, mayCommit] = [gate(), gate()];
    const answer = system.dataSource.transaction(async (transaction) => {
      await system.input(tripId, { message: 'tripPaid', event: eventOf(tripId, 'tripPaid') }, transaction);
      handled.open();
      await mayCommit.opened;
    });
    await handled.opened;
    timers.start();
    await eventually(async () => expect(await system.state(other)).toBe('failed'));
    mayCommit.open();
    await answer;
    await timers.stop();

    expect(await system.state(tripId)).toBe('booked');
    expect(await system.trips(tripId)).toEqual([{ status: 'booked', reason: null }]);
  });

  test('that fires decides, and the answer that waited for it changes nothing', async () => {
    const [fires, mayFire] = [gate(), gate()];
    const held: Apply = async (change, tripId, transaction) => {
      await writeTrip(change, tripId, transaction);
      fires.open();
      await mayFire.opened;
    };
    const tripId = await system.bookedAndUnpaid();
    const { timers } = await system.instance(held);
    await system.letTimersBeDue(tripId);
    timers.start();
    await fires.opened;
    const answer = system.tell(tripId, 'tripPaid');
    mayFire.open();
    await answer;

    expect(await system.state(tripId)).toBe('failed');
    expect(await system.trips(tripId)).toEqual([{ status: 'failed', reason: 'no money' }]);
  });

  test('whose process dies before the commit fires again, and once', async () => {
    const fires = gate();
    let calls = 0;
    const dying: Apply = async (change, tripId, transaction) => {
      await writeTrip(change, tripId, transaction);
      calls += 1;
      if (calls > 1) return;
      const [{ pid } = { pid: 0 }] = await transaction.query<{ pid: number }[]>('select pg_backend_pid() as pid');
      await system.dataSource.query('select pg_terminate_backend($1)', [pid]);
      fires.open();
    };
    const tripId = await system.bookedAndUnpaid();
    const { timers } = await system.instance(dying);
    await system.letTimersBeDue(tripId);
    timers.start();
    await fires.opened;

    await eventually(async () => expect(await system.state(tripId)).toBe('failed'));
    expect(calls).toBe(2);
    expect(await system.trips(tripId)).toHaveLength(1);
    expect((await system.publishedTypes(tripId)).slice(2)).toEqual(['FLIGHT_UNWANTED', 'HOTEL_UNWANTED']);
  });

  test('of a saga that fails is kept with its error, and the others go on; a tool tries it at once', async () => {
    let isBroken = true;
    const sometimes: Apply = async (change, tripId, transaction) => {
      if (isBroken && tripId === 'broken') throw new Error('the table is locked away');
      await writeTrip(change, tripId, transaction);
    };
    await system.begin('broken');
    await system.tell('broken', 'hotelBooked');
    await system.tell('broken', 'flightBooked');
    const other = await system.bookedAndUnpaid();
    await system.letTimersBeDue('broken');
    await system.letTimersBeDue(other);
    const { timers } = await system.instance(sometimes);
    timers.start();
    await eventually(async () => expect(await system.state(other)).toBe('failed'));

    const tools = new Pool({ connectionString: system.database.url, max: 1 });
    await eventually(async () =>
      expect(await showSaga(tools, { name: 'trip', id: 'broken' })).toMatchObject({
        state: 'unpaid',
        failedTimers: 1,
        timers: [{ timer: 'moneyIsLate', error: { message: 'the table is locked away' } }],
      }),
    );
    expect(await listSagas(tools, { only: 'stuck' })).toMatchObject([{ name: 'trip', id: 'broken' }]);
    await tools.query(`update saga_timer set failures = 20, next_at = clock_timestamp() + interval '1 hour'`);
    isBroken = false;
    expect(await retrySaga(tools, { name: 'trip', id: 'broken' })).toEqual({ timers: ['moneyIsLate'], messageIds: [] });
    await eventually(async () => expect(await system.state('broken')).toBe('failed'));
    expect(await retrySaga(tools, { name: 'trip', id: 'nobody' })).toBeUndefined();
    await tools.end();
  });

  test('that does not end in time is rolled back and tried again', async () => {
    const never = gate();
    let calls = 0;
    const hanging: Apply = async (change, tripId, transaction) => {
      calls += 1;
      if (calls === 1) await never.opened;
      await writeTrip(change, tripId, transaction);
    };
    const tripId = await system.bookedAndUnpaid();
    const { timers } = await system.instance(hanging, { timeoutMs: 50 });
    await system.letTimersBeDue(tripId);
    timers.start();
    await eventually(async () =>
      expect(await system.dataSource.query('select failures, error from saga_timer')).toMatchObject([
        { failures: 1, error: { code: 'SAGA_TIMEOUT' } },
      ]),
    );
    await eventually(async () => expect(await system.state(tripId)).toBe('failed'));
    never.open();
    expect(await system.trips(tripId)).toHaveLength(1);
  });

  test('that was set before a restart fires after it', async () => {
    const first = await system.instance();
    first.timers.start();
    const tripId = await system.bookedAndUnpaid();
    await first.timers.stop();
    await system.letTimersBeDue(tripId);
    const second = await system.instance();
    second.timers.start();
    await eventually(async () => expect(await system.state(tripId)).toBe('failed'));
  });
});

test('a saga that fails in the middle of an input has done nothing', async () => {
  const tripId = await system.bookedAndUnpaid();
  await system.dataSource.query("alter table trip add constraint no_failures check (status <> 'failed')");
  await expect(system.giveUp(tripId)).rejects.toThrow('no_failures');
  expect(await system.state(tripId)).toBe('unpaid');
  expect(await system.publishedTypes(tripId)).toEqual(['HOTEL_WANTED', 'FLIGHT_WANTED']);
  await system.tell(tripId, 'tripPaid');
  expect(await system.state(tripId)).toBe('booked');
});

test('sagas that ended longer ago than they are kept are removed, with everything of theirs', async () => {
  const [old, recent, live] = [await system.begin(), await system.begin(), await system.begin()];
  await system.giveUp(old);
  await system.giveUp(recent);
  await system.dataSource.query(`update saga set ended_at = clock_timestamp() - interval '31 days' where id = $1`, [
    old,
  ]);
  const { timers } = await system.instance();
  timers.start();
  await eventually(async () => expect(await system.state(old)).toBeUndefined());
  await timers.stop();
  expect([await system.state(recent), await system.state(live)]).toEqual(['failed', 'bookingHotel']);
  expect(await system.dataSource.query('select 1 from saga_step where id = $1', [old])).toEqual([]);
});

test('tools find the messages about a saga, beside dead letters that are no messages at all', async () => {
  const tripId = await system.begin();
  const insert = `insert into inbox (id, stream, partition, entry_ms, entry_seq, type, key, state, attempts, event, next_attempt_at)
    values ($1, 'partners-stream', 0, 1, $2, 'HOTEL_BOOKED', 'k', $3, 2, $4, clock_timestamp() + interval '1 hour')`;
  const retrying = eventOf(tripId, 'hotelBooked');
  const broken = { ...eventOf(tripId, 'hotelBooked'), data: 'no object' };
  await system.dataSource.query(insert, [retrying.id, 1, 'retrying', JSON.stringify(retrying)]);
  await system.dataSource.query(insert, [broken.id, 2, 'dead', JSON.stringify(broken)]);

  const tools = new Pool({ connectionString: system.database.url, max: 1 });
  expect(await listSagas(tools, { only: 'stuck' })).toMatchObject([{ id: tripId }]);
  expect(await showSaga(tools, { name: 'trip', id: tripId })).toMatchObject({
    messages: [{ messageId: retrying.id, type: 'HOTEL_BOOKED', state: 'retrying', attempts: 2 }],
  });
  expect(await retrySaga(tools, { name: 'trip', id: tripId })).toEqual({ timers: [], messageIds: [retrying.id] });
  expect(await retrySaga(tools, { name: 'trip', id: tripId })).toEqual({ timers: [], messageIds: [retrying.id] });
  await tools.end();
});

test('tools show where a saga is and how it came there', async () => {
  const tripId = await system.begin();
  const hotelId = await system.tell(tripId, 'hotelBooked');
  await system.tell(tripId, 'tripPaid');
  await system.giveUp(await system.begin());

  const tools = new Pool({ connectionString: system.database.url, max: 1 });
  expect(await listSagas(tools, { name: 'trip' })).toMatchObject([{ id: tripId, state: 'bookingFlight', deferred: 1 }]);
  expect(await listSagas(tools, { only: 'ended' })).toMatchObject([{ state: 'failed' }]);
  expect(await showSaga(tools, { name: 'trip', id: tripId })).toMatchObject({
    state: 'bookingFlight',
    data: { traveller: 'Ada' },
    correlationId: `story of ${tripId}`,
    steps: [
      { number: 1, step: 'hotel', undoType: 'HOTEL_UNWANTED', undo: { tripId }, undoneAt: undefined },
      { number: 2, step: 'flight', undoType: 'FLIGHT_UNWANTED' },
    ],
    deferredInputs: [{ because: 'there is nothing to pay for yet' }],
    history: [
      { input: 'begin', from: null, to: 'bookingHotel' },
      { input: 'hotelBooked', messageId: hotelId, from: 'bookingHotel', to: 'bookingFlight' },
      { input: 'tripPaid', deferred: 'there is nothing to pay for yet' },
    ],
  });
  await tools.end();
});
