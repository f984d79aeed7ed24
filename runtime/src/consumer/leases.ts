/** Who works on which partition: lease rows with an epoch, and one heartbeat row per instance, on the database's clock. */
import type { ConsumerDefinition } from '../contract/definitions.js';
import type { Sql } from '../database/sql.js';
import { LeaseLostError } from '../errors/errors.js';
import type { PartitionLease } from '../inbox/inbox.js';

export const registerPartitions = async (sql: Sql, consumers: readonly ConsumerDefinition[]): Promise<void> => {
  for (const { channel } of consumers) {
    for (const table of ['consumer_lease', 'consumer_position']) {
      await sql.query(
        // Rows that are there are not touched: another instance's batch may hold them for as long as its handlers take.
        `insert into ${table} (stream, partition)
         select $1, p from generate_series(0, $2::int - 1) p
         where not exists (select from ${table} t where t.stream = $1 and t.partition = p) on conflict do nothing`,
        [channel.address, channel.partitions],
      );
    }
  }
};

/**
 * Says that this instance lives and which streams it handles, and forgets those that have been dead for long. One that handles
 * none keeps the partitions it has, and counts for nobody's share.
 */
export const heartbeat = async (
  sql: Sql,
  instance: string,
  of: { readonly streams: readonly string[]; readonly leaseMs: number },
): Promise<void> => {
  await sql.query(
    `insert into consumer_instance (instance, heartbeat_at, streams) values ($1, clock_timestamp(), $2)
     on conflict (instance) do update set heartbeat_at = excluded.heartbeat_at, streams = excluded.streams`,
    [instance, of.streams],
  );
  await sql.query(
    `delete from consumer_instance where heartbeat_at < clock_timestamp() - 10 * $1 * interval '1 millisecond'`,
    [of.leaseMs],
  );
};

export interface LiveInstance {
  readonly instance: string;
  /** undefined: of a release that does not say so. */
  readonly streams: readonly string[] | undefined;
  /** Until its leases are free, if it says nothing more. */
  readonly endsInMs: number;
}

export const liveInstances = async (sql: Sql, leaseMs: number): Promise<readonly LiveInstance[]> => {
  const result = await sql.query<{ instance: string; streams: string[] | null; ends_in_ms: number }>(
    `select instance, streams, $1 + (extract(epoch from heartbeat_at - clock_timestamp()) * 1000)::float8 as ends_in_ms
     from consumer_instance where heartbeat_at > clock_timestamp() - $1::int * interval '1 millisecond'`,
    [leaseMs],
  );
  return result.rows.map(({ instance, streams, ends_in_ms: endsInMs }) => ({
    instance,
    streams: streams ?? undefined,
    endsInMs,
  }));
};

/** The partitions of these streams that somebody owns by the database, dead or alive. */
export const ownedLeases = async (sql: Sql, streams: readonly string[]): Promise<readonly PartitionLease[]> => {
  const result = await sql.query<PartitionLease>(
    `select stream, partition, owner, epoch::text from consumer_lease
     where stream = any($1) and owner is not null order by stream, partition`,
    [streams],
  );
  return result.rows;
};

/**
 * Takes over at most `limit` partitions that nobody alive owns, with a new epoch. A row that a former owner's transaction
 * still holds is left for later: it commits first, or its session times out.
 */
export const claim = async (
  sql: Sql,
  instance: string,
  options: { stream: string; limit: number; leaseMs: number },
): Promise<readonly PartitionLease[]> => {
  const result = await sql.query<PartitionLease>(
    `update consumer_lease l set owner = $1, epoch = l.epoch + 1
     from (select stream, partition from consumer_lease c
           where stream = $2 and (owner is null or not exists (
             select from consumer_instance i
             where i.instance = c.owner and i.heartbeat_at > clock_timestamp() - $4 * interval '1 millisecond'))
           order by partition limit $3 for update skip locked) free
     where l.stream = free.stream and l.partition = free.partition
     returning l.stream, l.partition, l.owner, l.epoch::text`,
    [instance, options.stream, options.limit, options.leaseMs],
  );
  return result.rows;
};

/**
 * Waits until no transaction of this lease is open any more: one whose connection broke at its COMMIT may still commit, and
 * what is read before that would not know of it.
 * @throws LeaseLostError – another instance owns the partition
 */
export const settle = async (sql: Sql, lease: PartitionLease): Promise<void> => {
  // Conflicts with the FOR SHARE of every batch.
  const result = await sql.query(
    `select from consumer_lease where stream = $1 and partition = $2 and owner = $3 and epoch = $4 for no key update`,
    [lease.stream, lease.partition, lease.owner, lease.epoch],
  );
  if (result.rowCount !== 1) throw new LeaseLostError(`${lease.stream}.${String(lease.partition)}`);
};

export const release = async (sql: Sql, lease: PartitionLease): Promise<void> => {
  await sql.query(
    `update consumer_lease set owner = null where stream = $1 and partition = $2 and owner = $3 and epoch = $4`,
    [lease.stream, lease.partition, lease.owner, lease.epoch],
  );
};

export const forgetInstance = async (sql: Sql, instance: string): Promise<void> => {
  await sql.query('delete from consumer_instance where instance = $1', [instance]);
};

/** The entry id up to which this group has applied or kept every message: the truth about what comes next. */
export const readPosition = async (sql: Sql, lease: PartitionLease): Promise<string> => {
  const result = await sql.query<{ entry_id: string }>(
    'select entry_id from consumer_position where stream = $1 and partition = $2',
    [lease.stream, lease.partition],
  );
  return result.rows[0]?.entry_id ?? '0-0';
};
