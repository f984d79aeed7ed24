/** The example of docs/guides/write-a-saga.md that runs: a decision without a database. */
import { transition } from '@streampact/runtime';
import { trips } from '../sagas/trip-contract.js';
import { tripSaga } from '../sagas/trip.saga.js';
import { paidEvent } from '../sagas/trip-events.js';

test('a trip that is paid is booked', () => {
  const unpaid = { id: 't-1', state: 'unpaid', data: { traveller: 'Ada' } } as const;

  const outcome = transition(tripSaga, unpaid, { message: 'tripPaid', event: paidEvent('t-1') });

  expect(outcome).toMatchObject({
    kind: 'moved',
    to: 'booked',
    change: { status: 'booked' },
    publish: [{ message: trips.tripBooked, data: { tripId: 't-1' } }],
  });
});
