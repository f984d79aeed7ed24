import type { DomainEvent } from '@streampact/runtime';
import type { TripPart } from './trip-contract.js';

/** A TRIP_PAID as partner-service would publish it. */
export const paidEvent = (tripId: string): DomainEvent<'TRIP_PAID', TripPart> => ({
  id: '0198b6f1-0c44-7b1a-8a55-2b8f0e9d7c61',
  type: 'TRIP_PAID',
  timestamp: '2030-01-01T00:00:00.000Z',
  aggregateId: tripId,
  data: { tripId },
});
