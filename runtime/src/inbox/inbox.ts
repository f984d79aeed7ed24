/**
 * What this service's group knows of each message. States: `done`; `retrying` (failed, due at next_attempt_at); `waiting`
 * (behind an unfinished message of its key); `dead` (given up; `blocks_key` holds its key).
 * Every function runs in the transaction of `client` and changes nothing else.
 */
import type { PoolClient } from 'pg';
import type { Sql } from '../database/sql.js';
import type { DomainEvent } from '../envelope/domain-event.js';
import type { DecodedEntry } from '../envelope/decode-entry.js';
import { LeaseLostError } from '../errors/errors.js';

/** The right to work on one partition: checked in every transaction, so that a former owner cannot commit. */
export interface PartitionLease {
  readonly stream: string;
  readonly partition: number;
  readonly owner: string;
  readonly epoch: string;
}

/** One failed attempt, as the history keeps it. */
export interface FailedAttempt {
  /** From 1, since the message was received or last replayed. */
  readonly attempt: number;
  /** How often the message had been replayed; absent before the first time. */
  readonly replay?: number;
  readonly at: string;
  /** Contract version of the service that handled it, and which of its instances that was. */
  readonly serviceVersion?: string;
  readonly instance?: string;
  readonly code: string;
  readonly message: string;
  readonly stack?: string;
  readonly violations?: readonly unknown[];
}

export interface UnfinishedMessage {
  readonly event: DomainEvent;
  readonly entryId: string;
  readonly state: 'retrying' | 'waiting' | 'dead';
  readonly attempts: number;
  readonly replays: number;
  readonly errors: readonly FailedAttempt[];
  /** Milliseconds until the next attempt by the database's clock; 0 if it is due. */
  readonly dueInMs: number;
}

export interface Failure {
  readonly event: DomainEvent;
  readonly state: 'retrying' | 'dead';
  readonly attempts: number;
  readonly errors: readonly FailedAttempt[];
  readonly delayMs: number;
  readonly blocksKey: boolean;
}

// The limits end what a process that froze or died in mid-batch has left behind: an idle session, and a statement whose
// client is gone (PostgreSQL notices only at its end). The plan mode ends what `beginForLease` has begun.
const leaseCte = `lease as materialized (
  select set_config('idle_in_transaction_session_timeout', $5, true), set_config('statement_timeout', $5, true),
         set_config('plan_cache_mode', 'auto', true)
  from consumer_lease
  where stream = $1 and partition = $2 and owner = $3 and epoch = $4 for share)`;

const leaseValues = (lease: PartitionLease, limitMs: number): unknown[] => [
  lease.stream,
  lease.partition,
  lease.owner,
  lease.epoch,
  String(limitMs),
];

// OFFSET 0: looked up message by message. A plan that was made while the inbox was empty would read all that is unfinished, and a
// session keeps it until the table is analyzed.
const receiveSql = `
  with ${leaseCte},
  incoming as (
    select * from unnest($6::uuid[], $7::bigint[], $8::bigint[], $9::text[], $10::text[])
      as e(id, entry_ms, entry_seq, type, key)),
  inserted as (
    insert into inbox (id, stream, partition, entry_ms, entry_seq, type, key, state)
    select e.id, $1, $2, e.entry_ms, e.entry_seq, e.type, e.key,
           case when exists (select from inbox b where b.stream = $1 and b.key = e.key
                             and (b.state in ('retrying', 'waiting') or b.blocks_key) offset 0) then 'waiting' else 'done' end
    from incoming e, lease
    on conflict (id) do nothing
    returning id, state),
  moved as (
    insert into consumer_position (stream, partition, entry_id) select $1, $2, $11 from lease
    on conflict (stream, partition) do update set entry_id = excluded.entry_id)
  select h.held, i.id, i.state from (select count(*)::int as held from lease) h left join inserted i on true`;

/**
 * Begins a transaction whose first statement is `receive` or `holdLease`. Their generic plan is always the right one, and
 * planning them anew for each batch takes longer than running them (0.23 of 0.49 ms for one message).
 */
export const beginForLease = 'BEGIN; SET LOCAL plan_cache_mode = force_generic_plan';

/**
 * The same for several messages at once. Batches of other partitions may hold rows that a handler wants, and want rows that this
 * one holds: instead of waiting for PostgreSQL to find the deadlock (1 s, one victim at a time) it gives up and lets go of
 * everything. Its messages then get a transaction each, which waits as long as the handler may take.
 */
export const beginForBatch = `${beginForLease}; SET LOCAL lock_timeout = '300ms'`;

/**
 * Checks the lease, inserts what was not seen before, and moves the position, in one statement.
 * @returns state by message id; a message that is not in it was seen before
 * @throws LeaseLostError – another instance owns the partition; roll back
 */
export const receive = async (
  client: Pick<PoolClient, 'query'>,
  lease: PartitionLease,
  entries: readonly DecodedEntry[],
  options: { position: string; limitMs: number },
): Promise<ReadonlyMap<string, 'done' | 'waiting'>> => {
  const ids = entries.map(({ entryId }) => entryId.split('-'));
  const result = await client.query<{ held: number; id: string | null; state: 'done' | 'waiting' }>({
    name: 'streampact-receive',
    text: receiveSql,
    values: [
      ...leaseValues(lease, options.limitMs),
      entries.map(({ event }) => event.id),
      ids.map(([ms]) => ms),
      ids.map(([, seq]) => seq),
      entries.map(({ event }) => event.type),
      entries.map(({ event }) => event.aggregateId),
      options.position,
    ],
  });
  if (result.rows[0]?.held !== 1) throw new LeaseLostError(`${lease.stream}.${String(lease.partition)}`);
  return new Map(result.rows.flatMap(({ id, state }) => (id === null ? [] : [[id, state] as const])));
};

/** @throws LeaseLostError – another instance owns the partition; roll back */
export const holdLease = async (client: PoolClient, lease: PartitionLease, limitMs: number): Promise<void> => {
  const result = await client.query({
    name: 'streampact-hold-lease',
    text: `with ${leaseCte} select from lease`,
    values: leaseValues(lease, limitMs),
  });
  if (result.rowCount !== 1) throw new LeaseLostError(`${lease.stream}.${String(lease.partition)}`);
};

/** Keeps the event of messages that `receive` put behind their key. */
export const keepWaiting = async (client: PoolClient, events: readonly DomainEvent[]): Promise<void> => {
  await client.query(
    `update inbox i set event = e.event from unnest($1::uuid[], $2::json[]) as e(id, event) where i.id = e.id`,
    [events.map(({ id }) => id), events.map((event) => JSON.stringify(event))],
  );
};

/** Writes a failed attempt over the message's row. */
export const recordFailure = async (client: PoolClient, failure: Failure): Promise<void> => {
  await client.query(
    `update inbox set state = $2, attempts = $3, errors = $4::json, event = $5::json, blocks_key = $6,
            next_attempt_at = case when $2 = 'retrying' then clock_timestamp() + $7 * interval '1 millisecond' end,
            finished_at = case when $2 = 'dead' then clock_timestamp() end
     where id = $1`,
    [
      failure.event.id,
      failure.state,
      failure.attempts,
      JSON.stringify(failure.errors, readableByPostgres),
      JSON.stringify(failure.event),
      failure.blocksKey,
      failure.delayMs,
    ],
  );
};

/** PostgreSQL stores a NUL or half a character in JSON, but every query that looks into such a text fails. */
const readableByPostgres = (_name: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll(/[\0\p{Surrogate}]/gu, '\uFFFD') : value;

/** @returns false if somebody else finished it meanwhile */
export const markDone = async (client: PoolClient, id: string): Promise<boolean> => {
  const result = await client.query(
    `update inbox set state = 'done', attempts = attempts + 1, event = null, next_attempt_at = null, finished_at = clock_timestamp()
     where id = $1 and state in ('retrying', 'waiting')`,
    [id],
  );
  return result.rowCount === 1;
};

interface UnfinishedRow {
  event: DomainEvent;
  entry_id: string;
  state: 'retrying' | 'waiting' | 'dead';
  attempts: number;
  replays: number;
  errors: FailedAttempt[] | null;
  due_in_ms: number | null;
}

const unfinishedColumns = `event, entry_ms || '-' || entry_seq as entry_id, state, attempts, replays, errors,
  (extract(epoch from next_attempt_at - clock_timestamp()) * 1000)::float8 as due_in_ms`;

const toUnfinished = (row: UnfinishedRow): UnfinishedMessage => ({
  event: row.event,
  entryId: row.entry_id,
  state: row.state,
  attempts: row.attempts,
  replays: row.replays,
  errors: row.errors ?? [],
  dueInMs: Math.max(0, Math.ceil(row.due_in_ms ?? 0)),
});

/**
 * The first unfinished message of each key of a partition, those that are due first; at most `limit`. Keys that wait behind a
 * dead letter are not among them. Index inbox_unfinished serves it.
 */
export const keyHeads = async (
  client: Sql,
  lease: Pick<PartitionLease, 'stream' | 'partition'>,
  limit: number,
): Promise<readonly UnfinishedMessage[]> => {
  const result = await client.query<UnfinishedRow>(
    `select ${unfinishedColumns} from (
       select distinct on (key) * from inbox
       where stream = $1 and partition = $2 and (state in ('retrying', 'waiting') or blocks_key)
       order by key, entry_ms, entry_seq) head
     where state <> 'dead' order by next_attempt_at nulls first limit $3`,
    [lease.stream, lease.partition, limit],
  );
  return result.rows.map(toUnfinished);
};

/** The first unfinished message of one key. */
export const keyHead = async (client: Sql, stream: string, key: string): Promise<UnfinishedMessage | undefined> => {
  const result = await client.query<UnfinishedRow>(
    `select ${unfinishedColumns} from inbox
     where stream = $1 and key = $2 and (state in ('retrying', 'waiting') or blocks_key)
     order by entry_ms, entry_seq limit 1`,
    [stream, key],
  );
  return result.rows[0] && toUnfinished(result.rows[0]);
};

/** How many keys have messages that wait, by what is first of them. Index inbox_unfinished serves it. */
export const countWaitingKeys = async (client: Sql): Promise<ReadonlyMap<'retry' | 'dead-letter', number>> => {
  const result = await client.query<{ retry: number; dead: number }>(
    `select count(*) filter (where state <> 'dead')::int as retry, count(*) filter (where state = 'dead')::int as dead
     from (select distinct on (stream, key) state from inbox
           where state in ('retrying', 'waiting') or blocks_key order by stream, key, entry_ms, entry_seq) head`,
  );
  const { retry = 0, dead = 0 } = result.rows[0] ?? {};
  return new Map([
    ['retry', retry],
    ['dead-letter', dead],
  ]);
};

/** How many messages are in each unfinished or dead state. */
export const countStates = async (client: Sql): Promise<ReadonlyMap<string, number>> => {
  const result = await client.query<{ state: string; count: number }>(
    `select s.state, coalesce(c.count, 0)::int as count from unnest(array['retrying', 'waiting', 'dead']) s(state)
     left join (select state, count(*) from inbox where state <> 'done' group by state) c using (state)`,
  );
  return new Map(result.rows.map(({ state, count }) => [state, count]));
};
