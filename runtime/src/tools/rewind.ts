/**
 * Lets a group handle again what it has handled: its positions go back, and the inbox forgets the messages after them, without
 * which they would count as repeats. Services may run: the partitions' leases end in the same transaction, which waits for the
 * batch under way, so whoever owned them cannot write a later position; the next owner reads from the new one.
 *
 * Retrying and waiting messages of the range are forgotten as well and come again from the stream, so that a key keeps its order.
 * Dead letters stay dead and discarded ones discarded: `dead-letters replay` is for them.
 */
import type { PoolClient } from 'pg';
import { graceMs } from '../inbox/retention.js';
import { compareEntryIds, parseEntryId } from '../streams/entry-id.js';
import { audited, type Change } from './audit.js';
import { readWholeCatalogue, streamsOfGroup, type CataloguedStream } from './catalogue.js';
import { BusyError, ChangeRefusedError, ToolSettingError } from './errors.js';
import { readRetained, showPositions, type RetainedPartition } from './retained-entries.js';
import { countInbox, forgetMessages, type RewoundPartition } from './rewind-inbox.js';
import { positionBefore } from './rewind-target.js';
import type { ToolConnections } from './tool-connections.js';

export interface RewindOptions extends Change {
  readonly group: string;
  readonly stream: string;
  /** A time, an entry id, or `start`: the first entry that is handled again. */
  readonly to: string;
  /** @default all of them */
  readonly partition?: number;
  /** Although some messages cannot come again, or nobody knows any more whether they were handled. */
  readonly isForced?: boolean;
  /** No inbox forgets a message that is younger. @default 7 days, in milliseconds */
  readonly forgottenAfterMs?: number;
  /** How long it waits for a batch that is under way. @default 10 000 ms */
  readonly lockTimeoutMs?: number;
}

export interface Rewound {
  readonly group: string;
  readonly stream: string;
  /** The position before the first entry that is handled again. */
  readonly positionId: string;
  readonly partitions: readonly { readonly partition: number; readonly fromId: string }[];
  /** Partitions that stand at or before that position already. */
  readonly partitionsUnchanged: number;
  /** Messages that are handled again, by what they are now. */
  readonly done: number;
  readonly retrying: number;
  readonly waiting: number;
  /** Messages of the range that stay as they are. */
  readonly dead: number;
  readonly discarded: number;
  /** Of those above: their entries are not in the stream now; they come again only if the owner's outbox still holds them. */
  readonly notInStream: number;
}

const afterEveryEntry = '18446744073709551615-18446744073709551615';

/**
 * @throws ChangeRefusedError – it needs `isForced`; BusyError – a batch is under way for too long; nothing was changed
 */
export const rewind = async (connections: ToolConnections, options: RewindOptions): Promise<Rewound> => {
  const positionId = positionBefore(options.to, Date.now());
  const catalogue = await readWholeCatalogue(connections);
  const [stream] = streamsOfGroup(catalogue, options.group, options.stream);
  if (!stream) throw new TypeError('streamsOfGroup returns at least one stream.');
  checkPartition(stream, options.partition);
  const retained = await readRetained(connections, stream, positionId);
  const rewound = await audited(
    connections.database(options.group),
    { ...options, command: 'streams rewind' },
    async (sql) => rewindIn(sql, { ...options, positionId, retained }),
  );
  if (!options.isDryRun) {
    const moved = rewound.partitions.map(({ partition }) => partition);
    await showPositions(connections, stream, { group: options.group, partitions: moved, positionId });
  }
  return rewound;
};

const checkPartition = ({ address, partitions }: CataloguedStream, partition: number | undefined): void => {
  if (partition === undefined || (Number.isInteger(partition) && partition >= 0 && partition < partitions)) return;
  throw new ToolSettingError({
    name: '--partition',
    got: String(partition),
    want: `one of 0 to ${String(partitions - 1)}, the partitions of ${address}`,
  });
};

interface Plan extends RewindOptions {
  readonly positionId: string;
  readonly retained: readonly RetainedPartition[];
}

const rewindIn = async (sql: PoolClient, plan: Plan): Promise<Rewound> => {
  const { group, stream, positionId, retained, isForced = false } = plan;
  const positions = await takePartitions(sql, plan);
  const back = positions.filter(({ entryId }) => compareEntryIds(entryId, positionId) > 0);
  const partitions = back.map(({ partition, entryId }): RewoundPartition => ({
    partition,
    positionId,
    firstId: retained[partition]?.firstId ?? afterEveryEntry,
    fromId: entryId,
  }));
  const counts = await countInbox(sql, stream, partitions);
  if (!isForced) await refuseLoss(plan, partitions, counts);
  await forgetMessages(sql, stream, partitions);
  await sql.query('update consumer_position set entry_id = $3 where stream = $1 and partition = any($2)', [
    stream,
    back.map(({ partition }) => partition),
    positionId,
  ]);
  await sql.query(
    'update consumer_lease set owner = null, epoch = epoch + 1 where stream = $1 and partition = any($2)',
    [stream, back.map(({ partition }) => partition)],
  );
  const { done, retrying, waiting, dead, discarded, notInStream } = counts;
  return {
    group,
    stream,
    positionId,
    partitions: partitions.map(({ partition, fromId }) => ({ partition, fromId })),
    partitionsUnchanged: positions.length - back.length,
    done,
    retrying,
    waiting,
    dead,
    discarded,
    notInStream,
  };
};

/** Waits for the batches under way, and lets no other begin before the commit. */
const takePartitions = async (
  sql: PoolClient,
  { group, stream, partition, lockTimeoutMs = 10_000 }: Plan,
): Promise<readonly { readonly partition: number; readonly entryId: string }[]> => {
  await sql.query(`set local lock_timeout = ${String(lockTimeoutMs)}`);
  try {
    await sql.query(
      `select from consumer_lease where stream = $1 and ($2::int is null or partition = $2) order by partition for update`,
      [stream, partition ?? null],
    );
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === '55P03')) throw error;
    throw new BusyError(
      `A batch of ${group} on ${stream} has been under way for ${String(lockTimeoutMs / 1_000)} s. Nothing was changed. Try again, ` +
        `or first: streams pause ${group} --stream ${stream}`,
      { cause: error },
    );
  }
  const result = await sql.query<{ partition: number; entryId: string }>(
    `select partition, entry_id as "entryId" from consumer_position
     where stream = $1 and ($2::int is null or partition = $2) order by partition for update`,
    [stream, partition ?? null],
  );
  return result.rows;
};

const refuseLoss = async (
  { group, stream, retained, forgottenAfterMs = graceMs }: Plan,
  partitions: readonly RewoundPartition[],
  { notInStream, oldestIds }: Awaited<ReturnType<typeof countInbox>>,
): Promise<void> => {
  if (notInStream > 0) {
    throw new ChangeRefusedError(
      `${String(notInStream)} of the messages that ${group} handled after that are not in ${stream} any more. With --force, those that ` +
        'the outbox of its owner still holds come back from there; the others are not handled again. Nothing was changed.',
    );
  }
  for (const { partition, fromId } of partitions) {
    const entryId = await retained[partition]?.firstBack(fromId);
    const oldestId = oldestIds.get(partition);
    if (entryId === undefined || (oldestId !== undefined && compareEntryIds(entryId, oldestId) >= 0)) continue;
    // A younger one cannot have been forgotten: the group skipped it.
    if (Number(parseEntryId(entryId).ms) > Date.now() - forgottenAfterMs) continue;
    throw new ChangeRefusedError(
      `Partition ${String(partition)} of ${stream} goes back past the oldest message in the inbox of ${group}: entries before that were ` +
        'skipped, or handled so long ago that the inbox has forgotten them. With --force, all of them are handled. Nothing was changed.',
    );
  }
};
