/** What does not compile (held by the type check of the tests), and what is refused when the module is loaded. */
import { beginning, defer, defineSaga, end, ignore, received, step, transition, typed } from '@streampact/runtime';
import { partners, partnersStream, trips, tripsStream } from './trip-contract.js';
import { tripSaga } from './trip.saga.js';

/** A saga with one live state, one message, one timer and one command. */
const small = () =>
  defineSaga({
    name: 'small',
    stream: tripsStream,
    data: typed<{ readonly n: number }>(),
    change: typed<'done'>(),
    states: { open: 'It waits.', shut: end('It is over.') },
    messages: { hotelBooked: received(partners.hotelBooked, 'tripId') },
    timers: ['late'],
    commands: { stop: typed<string>() },
    publishes: { tripBooked: trips.tripBooked },
    steps: { hotel: step(trips.hotelWanted, { undo: trips.hotelUnwanted }) },
  });

const dated = { name: 'dated', stream: tripsStream, states: { open: 'It waits.' }, messages: {} };

const begin = { to: 'open', effects: (id: string) => ({ id, data: { n: 1 } }) } as const;
const stay = ignore('nothing to do');

describe('a table that does not compile', () => {
  test.each([
    [
      'leaves out a message',
      () =>
        small().table({
          begin,
          // @ts-expect-error hotelBooked is missing
          states: { open: { late: { to: 'shut' }, stop: stay } },
        }),
      'state "open" does not say what becomes of hotelBooked',
    ],
    [
      'leaves out a timer and a command',
      () =>
        small().table({
          begin,
          // @ts-expect-error late and stop are missing
          states: { open: { hotelBooked: { to: 'shut' } } },
        }),
      'state "open" does not say what becomes of late, stop',
    ],
    [
      'leaves out a state',
      () =>
        small().table({
          begin,
          // @ts-expect-error open is missing
          states: {},
        }),
      'state "open" does not say what becomes of hotelBooked, late, stop; nothing leads to state "shut"',
    ],
    [
      'leads to a state that is none',
      () =>
        small().table({
          begin,
          states: {
            open: {
              hotelBooked: { to: 'shut' },
              // @ts-expect-error "nowhere" is no state
              late: { to: 'nowhere' },
              stop: stay,
            },
          },
        }),
      'state "open" leads to "nowhere", which is no state',
    ],
    [
      'lets an end react',
      () =>
        small().table({
          begin,
          states: {
            open: { hotelBooked: { to: 'shut' }, late: stay, stop: stay },
            // @ts-expect-error shut is an end
            shut: { hotelBooked: stay, late: stay, stop: stay },
          },
        }),
      'state "shut" ends the saga and cannot react',
    ],
  ])('%s, and is refused', (_what, define, problem) => {
    expect(define).toThrow(`Saga small is not well defined: ${problem}.`);
  });

  test('gives or returns what the contract does not have', () => {
    const define = (): unknown =>
      small().table({
        begin,
        states: {
          open: {
            hotelBooked: {
              to: 'shut',
              // @ts-expect-error the payload of HOTEL_BOOKED has no price
              effects: ({ message: { price } }) => ({ data: { n: Number(price) } }),
            },
            late: {
              to: 'shut',
              publishes: ['tripBooked'],
              // @ts-expect-error TRIP_BOOKED wants a tripId
              effects: () => ({ publish: { tripBooked: { trip: 'x' } } }),
            },
            // @ts-expect-error the command is a text, and no change is called "undone"
            stop: { to: 'shut', effects: ({ command }) => ({ data: { n: command }, change: 'undone' }) },
          },
        },
      });
    expect(define).not.toThrow();
    // @ts-expect-error a Date would come back as a text
    expect(() => defineSaga({ ...dated, data: typed<{ readonly at: Date }>() })).not.toThrow();
    // @ts-expect-error FLIGHT_REFUSED has no property "trip"
    expect(received(partners.flightRefused, 'trip')).toBeDefined();
    const unpaid = { id: 'x', state: 'unpaid', data: { traveller: '' } } as const;
    // @ts-expect-error no saga is given a message that it does not follow
    expect(() => transition(tripSaga, unpaid, { message: 'x' })).toThrow('does not know the input "x"');
    // @ts-expect-error nor begins with what its beginning does not take
    expect(() => beginning(tripSaga, 'x')).not.toThrow();
  });
});

test('a definition is refused with everything that is wrong with it', () => {
  const define = (): unknown =>
    defineSaga({
      name: 'Trip',
      version: 3,
      stream: tripsStream,
      data: typed<null>(),
      states: { open: 'It waits.', island: 'Nothing leads here.', shut: end('It is over.') },
      messages: { stop: received(partners.hotelBooked, 'tripId'), again: received(partners.hotelBooked, 'tripId') },
      commands: { stop: typed<void>() },
      publishes: { foreign: partners.flightBooked },
    }).table({
      begin: { to: 'open', effects: (id: string) => ({ id, data: null }) },
      upgrades: { 1: ({ id }) => ({ state: 'open', data: id === '' ? null : null }) },
      states: { open: { stop: { to: 'shut' }, again: stay }, island: { stop: stay, again: stay } },
    });
  expect(define).toThrow(
    'Saga Trip is not well defined: its name must be like "order" or "order-return", got "Trip"; ' +
      'instances of version 2 have no upgrade; add upgrades[2]; ' +
      '"stop" names two inputs; give one of them another name; ' +
      'HOTEL_BOOKED is followed twice; follow it once; ' +
      `it publishes FLIGHT_BOOKED of ${partnersStream.address}, but its own stream is ${tripsStream.address}; ` +
      'nothing leads to state "island".',
  );
});

describe('an outcome that its line does not announce is refused', () => {
  const instance = { id: 't-1', state: 'open', data: { n: 1 } } as const;
  test.each([
    ['a message', { publish: { tripBooked: { tripId: 't-1' } } }, 'publishes "tripBooked"', 'publishes'],
    ['a step', { send: { hotel: { message: { tripId: 't-1' }, undo: { tripId: 't-1' } } } }, 'sends "hotel"', 'sends'],
    ['compensation', { compensate: true }, 'compensates', 'compensates'],
  ] as const)('%s', (_what, effects, does, property) => {
    const saga = small().table({
      begin,
      states: { open: { hotelBooked: stay, late: { to: 'shut', effects: () => effects }, stop: stay } },
    });
    expect(() => transition(saga, instance, { timer: 'late' })).toThrow(
      `Saga small: "late" in state "open" ${does}, which it does not announce. Write it into "${property}" of that line`,
    );
  });

  test('a state that a fork does not name', () => {
    const fork = (to: 'open' | 'shut') =>
      small().table({
        begin,
        states: {
          open: { hotelBooked: { to: 'shut' }, late: { toOneOf: ['shut'], choose: () => ({ to }) }, stop: stay },
        },
      });
    expect(transition(fork('shut'), instance, { timer: 'late' })).toMatchObject({
      from: 'open',
      to: 'shut',
      ends: true,
    });
    expect(() => transition(fork('open'), instance, { timer: 'late' })).toThrow('moves to "open"');
  });
});

test('a saga without messages of its own, timers, commands or changes has no need to say so', () => {
  const saga = defineSaga({
    name: 'listener',
    stream: tripsStream,
    data: typed<number>(),
    states: { open: 'It counts.' },
    messages: { hotelBooked: received(partners.hotelBooked, 'tripId') },
  }).table({
    begin: { to: 'open', effects: (id: string) => ({ id, data: 0 }) },
    states: { open: { hotelBooked: { to: 'open', effects: ({ data }) => ({ data: data + 1 }) } } },
  });
  const event = { id: 'e', type: 'HOTEL_BOOKED', timestamp: '', aggregateId: 't', data: { tripId: 't' } } as const;
  expect(transition(saga, { id: 't', state: 'open', data: 4 }, { message: 'hotelBooked', event })).toMatchObject({
    data: 5,
  });
});

test('what comes in a state that ended, or is deferred, says why', () => {
  const data = { traveller: 'Ada' };
  const event = { id: 'e', type: 'TRIP_PAID', timestamp: '', aggregateId: 't', data: { tripId: 't' } } as const;
  const paid = { message: 'tripPaid', event } as const;
  expect(transition(tripSaga, { id: 't', state: 'failed', data }, paid)).toEqual(
    ignore('it has ended: Given up; everything that was booked is not wanted any more.'),
  );
  expect(transition(tripSaga, { id: 't', state: 'bookingHotel', data }, paid)).toEqual(
    defer('there is nothing to pay for yet'),
  );
});
