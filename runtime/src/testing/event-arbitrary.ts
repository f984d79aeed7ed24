/** Events: generated payloads in generated envelopes. */
import * as fc from 'fast-check';
import type { MessageDefinition } from '../contract/definitions.js';
import type { DomainEvent } from '../envelope/domain-event.js';

/** Events of `message` as a publisher writes them: UUIDv7, milliseconds in UTC, the key of the payload. */
export const eventArbitrary = <Type extends string, Data>(
  message: MessageDefinition<Type, Data>,
  payload: fc.Arbitrary<Data>,
): fc.Arbitrary<DomainEvent<Type, Data>> =>
  fc
    .record({ id: fc.uuid({ version: 7 }), at: moment, anyKey: fc.uuid(), data: payload })
    .map(({ id, at, anyKey, data }) => ({
      id,
      type: message.type,
      timestamp: at.toISOString(),
      aggregateId: keyOf(message, data) ?? anyKey,
      correlationId: id,
      schemaVersion: message.schemaVersion,
      data,
    }));

const moment = fc.date({
  min: new Date('2020-01-01T00:00:00.000Z'),
  max: new Date('2039-12-31T23:59:59.999Z'),
  noInvalidDate: true,
});

/** `undefined` if the payload has none: then the key is not in the contract, or not a text. */
export const keyOf = <Data>({ key }: MessageDefinition<string, Data>, data: Data): string | undefined => {
  if (key === undefined || typeof data !== 'object' || data === null) return undefined;
  const value: unknown = Object.entries(data).find(([name]) => name === key)?.[1];
  return typeof value === 'string' && value !== '' ? value : undefined;
};
