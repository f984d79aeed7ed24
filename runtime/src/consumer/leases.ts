/** Who works on which partition: lease rows with an epoch, and one heartbeat row per instance, on the database's clock. */
import type { Pool } from 'pg';
import type { ConsumerDefinition } from '../contract/definitions.js';
import { LeaseLostError } from '../errors/errors.js';
import type { PartitionLease } from '../inbox/inbox.js';

type Sql = Pick<Pool, 'query'>;

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

/** Says that this instance lives; forgets those that have been dead for long. @returns how many instances live */
export const heartbeat = async (sql: Sql, instance: string, leaseMs: number): Promise<number> => {
  await sql.query(
    `insert into consumer_instance (instance, heartbeat_at) values ($1, clock_timestamp())
     on conflict (instance) do update set heartbeat_at = excluded.heartbeat_at`,
    [instance],
  );
  await sql.query(
    `delete from consumer_instance where heartbeat_at < clock_timestamp() - 10 * $1 * interval '1 millisecond'`,
    [leaseMs],
  );
  const result = await sql.query<{ count: number }>(
    `select count(*)::int from consumer_instance where heartbeat_at > clock_timestamp() - $1 * interval '1 millisecond'`,
    [leaseMs],
  );
  return result.rows[0]?.count ?? 1;
};

/** The partitions of a stream that this instance owns by the database. */
export const ownedLeases = async (sql: Sql, instance: string, stream: string): Promise<readonly PartitionLease[]> => {
  const result = await sql.query<PartitionLease>(
    `select stream, partition, owner, epoch::text from consumer_lease where owner = $1 and stream = $2 order by partition`,
    [instance, stream],
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
