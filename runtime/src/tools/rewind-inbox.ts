/** What the inbox knows of the messages after a position: counted, and forgotten so that they can be handled again. */
import type { PoolClient } from 'pg';
import { parseEntryId } from '../streams/entry-id.js';

export interface RewoundPartition {
  readonly partition: number;
  readonly positionId: string;
  /** Where it stands now. */
  readonly fromId: string;
  /** The oldest entry that the stream holds: unfinished messages before it would be lost if they were forgotten. */
  readonly firstId: string;
}

export interface InboxCounts {
  readonly done: number;
  readonly retrying: number;
  readonly waiting: number;
  readonly dead: number;
  readonly discarded: number;
  /** Of all but dead and discarded ones. */
  readonly notInStream: number;
  /** The oldest message of each partition, also before the position. */
  readonly oldestIds: ReadonlyMap<number, string>;
}

// Parts of ids are unsigned 64-bit, more than a bigint holds.
const range = `
  from inbox i join unnest($2::int[], $3::numeric[], $4::numeric[], $5::numeric[], $6::numeric[])
    as p(partition, ms, seq, first_ms, first_seq) on p.partition = i.partition
  where i.stream = $1 and (i.entry_ms::numeric, i.entry_seq::numeric) > (p.ms, p.seq)`;

const isInStream = '(i.entry_ms::numeric, i.entry_seq::numeric) >= (p.first_ms, p.first_seq)';

const valuesOf = (stream: string, partitions: readonly RewoundPartition[]): unknown[] => {
  const positions = partitions.map(({ positionId }) => parseEntryId(positionId));
  const firsts = partitions.map(({ firstId }) => parseEntryId(firstId));
  return [
    stream,
    partitions.map(({ partition }) => partition),
    positions.map(({ ms }) => String(ms)),
    positions.map(({ seq }) => String(seq)),
    firsts.map(({ ms }) => String(ms)),
    firsts.map(({ seq }) => String(seq)),
  ];
};

export const countInbox = async (
  sql: PoolClient,
  stream: string,
  partitions: readonly RewoundPartition[],
): Promise<InboxCounts> => {
  const counts = await sql.query<Omit<InboxCounts, 'oldestIds'>>(
    `select count(*) filter (where state = 'done' and discarded_at is null)::int as done,
            count(*) filter (where state = 'retrying')::int as retrying,
            count(*) filter (where state = 'waiting')::int as waiting,
            count(*) filter (where state = 'dead')::int as dead,
            count(*) filter (where discarded_at is not null and state = 'done')::int as discarded,
            count(*) filter (where state <> 'dead' and discarded_at is null and not ${isInStream})::int as "notInStream"
     ${range}`,
    valuesOf(stream, partitions),
  );
  const oldest = await sql.query<{ partition: number; id: string }>(
    `select distinct on (partition) partition, entry_ms || '-' || entry_seq as id from inbox
     where stream = $1 and partition = any($2) order by partition, entry_ms, entry_seq`,
    [stream, partitions.map(({ partition }) => partition)],
  );
  const none = { done: 0, retrying: 0, waiting: 0, dead: 0, discarded: 0, notInStream: 0 };
  return {
    ...(counts.rows[0] ?? none),
    oldestIds: new Map(oldest.rows.map(({ partition, id }) => [partition, id])),
  };
};

/** An unfinished message whose entry is gone stays: its row is all that is left of it. */
export const forgetMessages = async (
  sql: PoolClient,
  stream: string,
  partitions: readonly RewoundPartition[],
): Promise<void> => {
  await sql.query(
    `delete from inbox where id in (select i.id ${range}
       and (i.state = 'done' and i.discarded_at is null or i.state in ('retrying', 'waiting') and ${isInStream}))`,
    valuesOf(stream, partitions),
  );
};
