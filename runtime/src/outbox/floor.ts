/**
 * Below which entry id a partition needs nothing any more: every group has passed it, and it is old enough. Pure decisions;
 * maintenance.ts reads and writes.
 */
import type { GroupState } from '../broker/broker.js';
import { compareEntryIds, highestEntryId, idBefore, lowestEntryId, parseEntryId } from '../streams/entry-id.js';

/**
 * How far a group is by what it shows: the last delivered id, or just before the lowest pending entry if a foreign reader has
 * left some. Ours shows the position that PostgreSQL holds, after its commit.
 */
export const confirmedId = ({ lastDeliveredId, lowestPendingId }: GroupState): string => {
  if (lowestPendingId === undefined) return lastDeliveredId;
  const before = idBefore(lowestPendingId);
  return lowestEntryId([before, lastDeliveredId]);
};

export interface PartitionProgress {
  readonly floorId: string;
  readonly assignedId: string;
  /** Of every group that the contract names or the broker shows. */
  readonly confirmedIds: readonly string[];
}

/**
 * The floor that a partition may have now; never lower than the one it has.
 * @param cutoffMs – entries from before are old enough to go
 */
export const nextFloor = ({ floorId, assignedId, confirmedIds }: PartitionProgress, cutoffMs: number): string =>
  highestEntryId([floorId, lowestEntryId([`${String(Math.max(0, cutoffMs))}-0`, assignedId, ...confirmedIds])]);

/**
 * Where a stream that is gone may begin again: nobody needs what every group has confirmed. Without groups all of it comes back,
 * for whoever reads it has no position that we know.
 */
export const floorAfterLoss = ({ floorId, assignedId, confirmedIds }: PartitionProgress): string =>
  confirmedIds.length === 0 ? floorId : highestEntryId([floorId, lowestEntryId([assignedId, ...confirmedIds])]);

/**
 * Windows before this time have no row that any partition needs; undefined: none has. A partition whose floor is at its last
 * entry needs nothing.
 */
export const retirableBeforeMs = (partitions: readonly PartitionProgress[]): number | undefined => {
  const limits = partitions
    .filter(({ floorId, assignedId }) => compareEntryIds(floorId, assignedId) < 0)
    .map(({ floorId }) => Number(parseEntryId(floorId).ms));
  return limits.length === 0 ? undefined : Math.min(...limits);
};
