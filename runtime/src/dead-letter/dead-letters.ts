/**
 * Dead letters as a tool sees them: rows of the inbox in state `dead`, with their whole history.
 * @see dead-letter-replay.ts for what can be done with them
 */
import type { Sql } from '../database/sql.js';
import type { DomainEvent } from '../envelope/domain-event.js';
import type { FailedAttempt } from '../inbox/inbox.js';

export interface DeadLetterSummary {
  /** Id of the event. */
  readonly id: string;
  readonly stream: string;
  readonly partition: number;
  readonly entryId: string;
  readonly type: string;
  /** The event's `aggregateId`. */
  readonly key: string;
  /** Attempts since it was received or last replayed. */
  readonly attempts: number;
  readonly replays: number;
  /** With `x-on-dead-letter: block-key`: later messages of the key wait. */
  readonly blocksKey: boolean;
  /** How many wait behind it. */
  readonly waiting: number;
  /** Of the last attempt. */
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly receivedAt: Date;
  readonly diedAt: Date;
}

export interface DeadLetter extends DeadLetterSummary {
  readonly event: DomainEvent;
  /** Every failed attempt, oldest first, those before a replay included. */
  readonly errors: readonly FailedAttempt[];
}

export interface DeadLetterFilter {
  readonly stream?: string;
  readonly type?: string;
  readonly key?: string;
  /** Only those that died after this one (`id` of the last of the page before). */
  readonly after?: string;
  /** @default 100 */
  readonly limit?: number;
}

const columns = `i.id, i.stream, i.partition, i.entry_ms || '-' || i.entry_seq as "entryId", i.type, i.key, i.attempts, i.replays,
  i.blocks_key as "blocksKey", i.errors->-1->>'code' as code, i.errors->-1->>'message' as message,
  i.received_at as "receivedAt", i.finished_at as "diedAt",
  case when i.blocks_key then (select count(*)::int from inbox w
    where w.stream = i.stream and w.key = i.key and w.state = 'waiting') else 0 end as waiting`;

/** The oldest first. Index inbox_open serves it. */
export const listDeadLetters = async (
  sql: Sql,
  filter: DeadLetterFilter = {},
): Promise<readonly DeadLetterSummary[]> => {
  const { stream, type, key, after, limit = 100 } = filter;
  const result = await sql.query<DeadLetterSummary>(
    `select ${columns} from inbox i
     where i.state = 'dead' and ($1::text is null or i.stream = $1) and ($2::text is null or i.type = $2)
       and ($3::text is null or i.key = $3)
       and ($4::uuid is null or (i.finished_at, i.id) > (select a.finished_at, a.id from inbox a where a.id = $4))
     order by i.finished_at, i.id limit $5`,
    [stream ?? null, type ?? null, key ?? null, after ?? null, limit],
  );
  return result.rows;
};

/** @returns undefined if there is no such dead letter (any more) */
export const showDeadLetter = async (sql: Sql, id: string): Promise<DeadLetter | undefined> => {
  const result = await sql.query<DeadLetter>(
    `select ${columns}, i.event, coalesce(i.errors, '[]') as errors from inbox i where i.id = $1 and i.state = 'dead'`,
    [id],
  );
  return result.rows[0];
};
