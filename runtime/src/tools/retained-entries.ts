/** What a stream still holds, partition by partition, for a group that is to go back. */
import { keyOf, type CataloguedStream } from './catalogue.js';
import type { ToolConnections } from './tool-connections.js';

export interface RetainedPartition {
  /** The oldest entry in the stream; undefined if it is empty. */
  readonly firstId: string | undefined;
  /** The first entry after the new position and not after the old one. */
  readonly firstBack: (fromId: string) => Promise<string | undefined>;
}

/** By partition. @param positionId – where the group is to stand */
export const readRetained = async (
  connections: ToolConnections,
  stream: CataloguedStream,
  positionId: string,
): Promise<readonly RetainedPartition[]> =>
  Promise.all(
    Array.from({ length: stream.partitions }, async (_, partition): Promise<RetainedPartition> => {
      const key = keyOf(connections, stream, partition);
      const first = await connections.askRedis(key, (redis) => redis.xrange(key, '-', '+', 'COUNT', 1));
      return {
        firstId: first[0]?.[0],
        firstBack: async (fromId) => {
          const found = await connections.askRedis(key, (redis) =>
            redis.xrange(key, `(${positionId}`, fromId, 'COUNT', 1),
          );
          return found[0]?.[0];
        },
      };
    }),
  );

/**
 * Shows the new position in Redis, so that the relay does not trim what is to be read again; a group without a running instance
 * would not show it itself. Without Redis nothing is trimmed either.
 */
export const showPositions = async (
  connections: ToolConnections,
  stream: CataloguedStream,
  { group, partitions, positionId }: { group: string; partitions: readonly number[]; positionId: string },
): Promise<void> => {
  for (const partition of partitions) {
    const key = keyOf(connections, stream, partition);
    await connections.askRedis(key, (redis) => redis.xgroup('SETID', key, group, positionId)).catch(() => undefined); // the owner's next batch shows it
  }
};
