/**
 * Forgets messages that are done and can never be delivered again: received longer than `x-retention` and a week ago, at or
 * before the position, and no longer in their stream. An entry that can still be read, by somebody who sets the position back or
 * from a stream that was built again, must still be known. Unfinished messages and dead letters stay.
 */
import type { Sql } from '../database/sql.js';
import { parseEntryId } from '../streams/entry-id.js';

/** Restores and replays of a producer within this time beyond its retention meet an inbox that knows its events. */
export const graceMs = 7 * 24 * 3_600_000;

export interface ForgettableStream {
  readonly stream: string;
  readonly retentionMs: number;
  /** By partition: entries up to here are gone from the stream. */
  readonly beginsAfter: readonly string[];
}

/** Deletes at most `limit` messages, oldest first. Index inbox_done serves it. @returns how many */
export const forgetDone = async (
  sql: Sql,
  { stream, retentionMs, beginsAfter }: ForgettableStream,
  limit: number,
): Promise<number> => {
  const gone = beginsAfter.map(parseEntryId);
  const result = await sql.query(
    `delete from inbox where id = any(array(
       select i.id
       from inbox i
       join unnest($3::bigint[], $4::bigint[]) with ordinality as gone(ms, seq, ordinal) on gone.ordinal = i.partition + 1
       join consumer_position p on p.stream = i.stream and p.partition = i.partition
       where i.stream = $1 and i.state = 'done' and i.received_at < statement_timestamp() - $2 * interval '1 millisecond'
         and (i.entry_ms, i.entry_seq) <= (gone.ms, gone.seq)
         and (i.entry_ms, i.entry_seq) <= (split_part(p.entry_id, '-', 1)::bigint, split_part(p.entry_id, '-', 2)::bigint)
       order by i.received_at limit $5))`,
    [stream, retentionMs + graceMs, gone.map(({ ms }) => String(ms)), gone.map(({ seq }) => String(seq)), limit],
  );
  return result.rowCount ?? 0;
};
