/** A contract as codegen would write it: trip-service books hotels and flights, partner-service answers. */
import type { ChannelDefinition, MessageDefinition, ServiceDefinition, Validate } from '@streampact/runtime';

export interface TripPart {
  readonly tripId: string;
}

export interface FlightRefused extends TripPart {
  readonly reason: 'FULL' | 'WEATHER';
}

const channel = (address: string, owner: string, group: string): ChannelDefinition => ({
  address,
  owner,
  partitions: 2,
  retentionMs: 604_800_000,
  groups: [group],
});

export const tripsStream = channel('trips-stream', 'trip-service', 'partner-service');
export const partnersStream = channel('partners-stream', 'partner-service', 'trip-service');

const message = <Type extends string, Payload extends TripPart = TripPart>(
  type: Type,
  name: string,
  of: ChannelDefinition,
): MessageDefinition<Type, Payload> => {
  const validate: Validate<Payload> = (data): data is Payload =>
    typeof data === 'object' && data !== null && 'tripId' in data && typeof data.tripId === 'string';
  return {
    type,
    name,
    channel: of,
    key: 'tripId',
    schemaVersion: '1.0.0',
    validateWrite: validate,
    validateRead: validate,
  };
};

/** What trip-service owns. */
export const trips = {
  hotelWanted: message('HOTEL_WANTED', 'HotelWanted', tripsStream),
  hotelUnwanted: message('HOTEL_UNWANTED', 'HotelUnwanted', tripsStream),
  flightWanted: message('FLIGHT_WANTED', 'FlightWanted', tripsStream),
  flightUnwanted: message('FLIGHT_UNWANTED', 'FlightUnwanted', tripsStream),
  tripBooked: message('TRIP_BOOKED', 'TripBooked', tripsStream),
} as const;

/** What partner-service owns. */
export const partners = {
  hotelBooked: message('HOTEL_BOOKED', 'HotelBooked', partnersStream),
  flightBooked: message('FLIGHT_BOOKED', 'FlightBooked', partnersStream),
  flightRefused: message<'FLIGHT_REFUSED', FlightRefused>('FLIGHT_REFUSED', 'FlightRefused', partnersStream),
  tripPaid: message('TRIP_PAID', 'TripPaid', partnersStream),
} as const;

export const tripService: ServiceDefinition = {
  name: 'trip-service',
  version: '1.0.0',
  channels: [tripsStream],
  consumers: {
    partnersStream: {
      channel: partnersStream,
      group: 'trip-service',
      messages: partners,
      retry: { attempts: 3, firstDelayMs: 40, maxDelayMs: 200, jitter: 0 },
      onDeadLetter: 'skip',
      handlerTimeoutMs: 5_000,
    },
  },
  Publisher: class {},
};

export const partnerService: ServiceDefinition = {
  name: 'partner-service',
  version: '1.0.0',
  channels: [partnersStream],
  consumers: {},
  Publisher: class {},
};
