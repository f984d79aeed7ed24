/**
 * A dead letter's mirror: an outbox row for `<address>.dlq.<group>` in the transaction that gives the message up, so that
 * it reaches its stream as surely as any event, and survives a flush of Redis.
 */
import type { PoolClient } from 'pg';
import type { DomainEvent } from '../envelope/domain-event.js';
import type { FailedAttempt } from '../inbox/inbox.js';
import type { OutboxHeaders } from '../outbox/to-entry.js';
import { deadLetterStream } from '../streams/stream-keys.js';

export const mirrorDeadLetter = async (
  client: PoolClient,
  letter: {
    stream: string;
    group: string;
    entryId: string;
    event: DomainEvent;
    errors: readonly FailedAttempt[];
  },
): Promise<void> => {
  const { id, type, aggregateId, data, ...rest } = letter.event;
  const last = letter.errors.at(-1);
  const headers: OutboxHeaders = {
    ...rest,
    timestamp: rest.timestamp || new Date().toISOString(),
    deadLetter: JSON.stringify({
      stream: letter.stream,
      entryId: letter.entryId,
      group: letter.group,
      attempts: letter.errors.length,
      ...(last?.replay === undefined ? {} : { replays: last.replay }),
      serviceVersion: last?.serviceVersion,
      instance: last?.instance,
      code: last?.code,
      message: last?.message,
      violations: last?.violations,
    }),
  };
  await client.query(
    `insert into outbox (id, stream, partition, type, key, headers, data) values ($1, $2, 0, $3, $4, $5, $6)`,
    [
      id,
      deadLetterStream(letter.stream, letter.group),
      type || 'UNKNOWN',
      aggregateId || id,
      JSON.stringify(headers),
      JSON.stringify(data),
    ],
  );
};
