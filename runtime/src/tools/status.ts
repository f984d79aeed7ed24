/** How everything stands: services, streams, partitions, groups; and what of it needs attention. */
import { groupStates, streamState } from '../broker/redis-info.js';
import type { RedisNodes } from '../broker/redis-nodes.js';
import { compareEntryIds } from '../streams/entry-id.js';
import { attentionOf, type Attention } from './attention.js';
import { keyOf, readCatalogue, type CataloguedStream, type CataloguedTail } from './catalogue.js';
import { readGroup, type GroupRow } from './group-state.js';
import { countAfter } from './lag.js';
import { readService, type ServiceStatus } from './service-state.js';
import type { ToolConnections } from './tool-connections.js';

export interface SystemStatus {
  readonly services: readonly ServiceStatus[];
  readonly streams: readonly StreamStatus[];
  /** Why Redis cannot be used; what is known of streams is then what PostgreSQL knows. */
  readonly redisTrouble?: string;
  readonly attention: readonly Attention[];
}

export interface StreamStatus {
  readonly stream: string;
  /** undefined if none of the databases that were named writes it. */
  readonly owner?: string;
  readonly partitions: readonly PartitionStatus[];
  readonly groups: readonly GroupStatus[];
}

/** Where the owner's database cannot be read, nothing of its part is known. */
export interface PartitionStatus extends Partial<CataloguedTail> {
  readonly partition: number;
  readonly key: string;
  /** What Redis holds; undefined if it cannot be asked. */
  readonly entries?: number;
  readonly headId?: string;
}

export interface GroupStatus {
  readonly group: string;
  readonly pausedAt?: string;
  readonly retrying: number;
  readonly waiting: number;
  readonly dead: number;
  readonly partitions: readonly GroupPartitionStatus[];
}

export interface GroupPartitionStatus {
  readonly partition: number;
  readonly positionId: string;
  /** Entries after the position; undefined where nobody can tell. */
  readonly lagEntries?: number;
  /** Entries that were read through the group in Redis and not acknowledged: never ours. */
  readonly pending?: number;
  /** The instance that works on it. */
  readonly owner?: string;
  readonly isOwnerAlive: boolean;
  readonly epoch: string;
}

/** What Redis says of one partition. */
interface Shown {
  readonly entries: number;
  readonly headId: string;
  readonly groups: Awaited<ReturnType<typeof groupStates>>;
}

/** Reads what can be read; changes nothing. */
export const readStatus = async (connections: ToolConnections): Promise<SystemStatus> => {
  const { streams, unread } = await readCatalogue(connections);
  const services = await Promise.all(
    connections.databases.map(async (database): Promise<ServiceStatus> => {
      const trouble = unread.get(database.service);
      return trouble ? { service: database.service, trouble: trouble.message } : readService(database);
    }),
  );
  let redisTrouble: string | undefined;
  const statuses: StreamStatus[] = [];
  for (const stream of streams.values()) {
    const shown = await connections
      .useRedis((redis) => readShown(redis, connections, stream))
      .catch((error: unknown) => {
        redisTrouble = error instanceof Error ? error.message : String(error);
        return undefined;
      });
    statuses.push(await readStream(connections, stream, shown));
  }
  const status = { services, streams: statuses, ...(redisTrouble === undefined ? {} : { redisTrouble }) };
  return { ...status, attention: attentionOf(status) };
};

const readShown = (
  redis: RedisNodes,
  connections: ToolConnections,
  stream: CataloguedStream,
): Promise<readonly Shown[]> =>
  Promise.all(
    Array.from({ length: stream.partitions }, async (_, partition): Promise<Shown> => {
      const key = keyOf(connections, stream, partition);
      const [entries, info, groups] = await Promise.all([
        redis.run(key, async (node) => node.xlen(key)),
        streamState(redis, key),
        groupStates(redis, key),
      ]);
      return { entries, headId: info.lastId, groups };
    }),
  );

const readStream = async (
  connections: ToolConnections,
  stream: CataloguedStream,
  shown: readonly Shown[] | undefined,
): Promise<StreamStatus> => {
  const partitions = Array.from({ length: stream.partitions }, (_, partition): PartitionStatus => {
    const there = shown?.[partition];
    return {
      partition,
      key: keyOf(connections, stream, partition),
      ...(there ? { entries: there.entries, headId: there.headId } : {}),
      ...stream.tails.get(partition),
    };
  });
  const groups = await Promise.all(
    stream.groups.map(async ({ name, database }): Promise<GroupStatus> => {
      const { partitions: rows, ...rest } = await readGroup(database, stream.address);
      const seen = await Promise.all(rows.map((row) => readGroupPartition(stream, row, shown?.[row.partition], name)));
      return { group: name, ...rest, partitions: seen };
    }),
  );
  return {
    stream: stream.address,
    ...(stream.owner ? { owner: stream.owner.service } : {}),
    partitions,
    groups,
  };
};

const readGroupPartition = async (
  stream: CataloguedStream,
  row: GroupRow,
  shown: Shown | undefined,
  name: string,
): Promise<GroupPartitionStatus> => {
  const group = shown?.groups.find((one) => one.name === name);
  const lagEntries = await lagOf(stream, row, shown, group);
  return {
    ...row,
    ...(lagEntries === undefined ? {} : { lagEntries }),
    ...(group ? { pending: group.pending } : {}),
  };
};

/** PostgreSQL's position is the truth; Redis can count from it only where its group stands there. */
const lagOf = async (
  stream: CataloguedStream,
  { partition, positionId }: GroupRow,
  shown: Shown | undefined,
  group: Shown['groups'][number] | undefined,
): Promise<number | undefined> => {
  if (shown && compareEntryIds(shown.headId, positionId) <= 0) return 0;
  if (group?.lag !== undefined && group.lastDeliveredId === positionId) return group.lag;
  return countAfter(stream, partition, positionId);
};
