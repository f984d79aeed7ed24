/** The life of a trip: a hotel, then a flight, then the money. The example of docs/guides/write-a-saga.md. */
import { defer, defineSaga, end, received, step, typed, ignore } from '@streampact/runtime';
import { partners, trips, tripsStream } from './trip-contract.js';

interface TripData {
  readonly traveller: string;
}

/** What changes in the service's own tables. */
export interface TripChange {
  readonly status: 'booked' | 'failed';
  readonly reason?: string;
}

export const tripSaga = defineSaga({
  name: 'trip',
  stream: tripsStream,
  data: typed<TripData>(),
  change: typed<TripChange>(),
  states: {
    bookingHotel: 'HOTEL_WANTED is out.',
    bookingFlight: 'There is a hotel; FLIGHT_WANTED is out.',
    unpaid: 'There are a hotel and a flight; the traveller pays.',
    booked: end('Paid.'),
    failed: end('Given up; everything that was booked is not wanted any more.'),
  },
  messages: {
    hotelBooked: received(partners.hotelBooked, 'tripId'),
    flightBooked: received(partners.flightBooked, 'tripId'),
    flightRefused: received(partners.flightRefused, 'tripId'),
    tripPaid: received(partners.tripPaid, 'tripId'),
  },
  timers: ['moneyIsLate'],
  commands: { giveUp: typed<{ readonly reason: string }>() },
  publishes: { tripBooked: trips.tripBooked },
  steps: {
    hotel: step(trips.hotelWanted, { undo: trips.hotelUnwanted }),
    flight: step(trips.flightWanted, { undo: trips.flightUnwanted }),
  },
}).table({
  begin: {
    to: 'bookingHotel',
    sends: ['hotel'],
    effects: ({ tripId, traveller }: { readonly tripId: string; readonly traveller: string }) => ({
      id: tripId,
      data: { traveller },
      send: { hotel: { message: { tripId }, undo: { tripId } } },
    }),
  },
  states: {
    bookingHotel: {
      hotelBooked: {
        to: 'bookingFlight',
        sends: ['flight'],
        effects: ({ id: tripId }) => ({ send: { flight: { message: { tripId }, undo: { tripId } } } }),
      },
      flightBooked: ignore('no flight was asked for'),
      flightRefused: ignore('no flight was asked for'),
      tripPaid: defer('there is nothing to pay for yet'),
      moneyIsLate: ignore('no money was asked for'),
      giveUp: { to: 'failed', compensates: true, effects: ({ command: { reason } }) => failure(reason) },
    },
    bookingFlight: {
      hotelBooked: ignore('there is a hotel'),
      flightBooked: { to: 'unpaid', effects: () => ({ set: { moneyIsLate: { afterMs: 3_600_000 } } }) },
      flightRefused: {
        to: 'failed',
        compensates: true,
        effects: ({ message: { reason } }) => failure(`no flight: ${reason}`),
      },
      tripPaid: defer('there is nothing to pay for yet'),
      moneyIsLate: ignore('no money was asked for'),
      giveUp: { to: 'failed', compensates: true, effects: ({ command: { reason } }) => failure(reason) },
    },
    unpaid: {
      hotelBooked: ignore('there is a hotel'),
      flightBooked: ignore('there is a flight'),
      flightRefused: ignore('there is a flight'),
      tripPaid: {
        to: 'booked',
        publishes: ['tripBooked'],
        effects: ({ id: tripId }) => ({ change: { status: 'booked' }, publish: { tripBooked: { tripId } } }),
      },
      moneyIsLate: { to: 'failed', compensates: true, effects: () => failure('no money') },
      giveUp: { to: 'failed', compensates: true, effects: ({ command: { reason } }) => failure(reason) },
    },
  },
});

const failure = (reason: string) => ({ change: { status: 'failed', reason }, compensate: true }) as const;
