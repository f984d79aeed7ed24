/** What a service published, read where it puts it: the outbox. */
import type { Pool } from 'pg';
import type { MessageDefinition } from '../../contract/definitions.js';
import type { DomainEvent } from '../../envelope/domain-event.js';
import type { OutboxHeaders } from '../../outbox/to-entry.js';

/** Published events in the order of their commits; with a message, those of it. */
export interface Published {
  (): readonly DomainEvent[];
  <Type extends string, Data>(message: MessageDefinition<Type, Data>): readonly DomainEvent<Type, Data>[];
}

/** An event, and the stream that it is for. */
export interface OutboxEvent {
  readonly stream: string;
  readonly event: DomainEvent;
  /** Only of the mirror of a dead letter: why and where. */
  readonly deadLetter?: string;
}

interface Row {
  readonly stream: string;
  readonly id: string;
  readonly type: string;
  readonly key: string;
  readonly headers: OutboxHeaders;
  readonly data: unknown;
}

export const lastSeq = async (pool: Pool): Promise<string> => {
  const result = await pool.query<{ seq: string }>('select coalesce(max(seq), 0)::text as seq from outbox');
  return result.rows[0]?.seq ?? '0';
};

export const outboxAfter = async (pool: Pool, seq: string): Promise<readonly OutboxEvent[]> => {
  const result = await pool.query<Row>(
    'select stream, id, type, key, headers, data from outbox where seq > $1 order by seq',
    [seq],
  );
  return result.rows.map(({ stream, id, type, key, headers: { deadLetter, ...headers }, data }) => ({
    stream,
    event: { id, type, aggregateId: key, ...headers, data },
    ...(deadLetter === undefined ? {} : { deadLetter }),
  }));
};

export const publishedOf = (rows: readonly OutboxEvent[]): Published => {
  const ofMessage = <Type extends string, Data>(
    message?: MessageDefinition<Type, Data>,
  ): readonly DomainEvent<Type, Data>[] => {
    const wanted = rows.filter(
      ({ stream, event, deadLetter }) =>
        deadLetter === undefined &&
        (message === undefined || (event.type === message.type && stream === message.channel.address)),
    );
    // Without a message, Type and Data are the widest there are; with one, its publisher has validated the data.
    return wanted.map(({ event }) => event as DomainEvent<Type, Data>);
  };
  return ofMessage;
};
