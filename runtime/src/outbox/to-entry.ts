/** From an outbox row to the entry that a stream holds (DESIGN 3). */
import type { Entry } from '../broker/broker.js';
import type { OutboxRow } from './window.js';

/** Field names of an entry, in the order in which `toEntry` gives their values. */
export const fieldNames = [
  'id',
  'type',
  'timestamp',
  'aggregateId',
  'data',
  'correlationId',
  'causationId',
  'traceparent',
  'schemaVersion',
  'deadLetter',
] as const;

/** What the outbox stores in `headers`. */
export interface OutboxHeaders {
  readonly timestamp: string;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly traceparent?: string;
  readonly schemaVersion?: string;
  /** Only in the mirror of a dead letter: JSON text of why and where. */
  readonly deadLetter?: string;
}

export const toEntry = (ms: number, [seq, , , id, type, key, headers, data]: OutboxRow): Entry => {
  // The column was written by OutboxPublisher or the inbox, in the transaction of the row.
  const parsed = JSON.parse(headers) as OutboxHeaders;
  return {
    entryId: `${String(ms)}-${seq}`,
    values: [
      id,
      type,
      parsed.timestamp,
      key,
      data,
      parsed.correlationId ?? '',
      parsed.causationId ?? '',
      parsed.traceparent ?? '',
      parsed.schemaVersion ?? '',
      parsed.deadLetter ?? '',
    ],
  };
};
