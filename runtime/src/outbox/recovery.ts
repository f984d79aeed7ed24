/**
 * Brings every stream to what PostgreSQL assigned to it. The same procedure at every start, after any loss of the broker's data,
 * and after any append that did not find the stream as it was left; there is no other recovery code.
 *
 * A stream can end: where it should (nothing to do); lower (data was lost: the missing entries are appended again, same ids, same
 * order); below the floor (all of it was lost: it begins again at the floor); higher (PostgreSQL went back to a backup, or another
 * program writes: an alarm, and new entries go above). A stream from which somebody deleted entries is removed before.
 */
import type { PoolClient } from 'pg';
import { compareEntryIds, ENTRY_ID_ZERO, lowestEntryId, parseEntryId } from '../streams/entry-id.js';
import type { Logger } from '../telemetry/logger.js';
import { relayRecoveries } from '../telemetry/metrics.js';
import { appendWindow } from './append-window.js';
import { floorAfterLoss } from './floor.js';
import { saveFloors, saveRecoveries } from './group-registry.js';
import { StreamMismatch, type PartitionTail } from './partition-tail.js';
import type { PartitionTails } from './partition-tails.js';
import { lastWindow, readRows, windowBounds, windowsFrom, type Window } from './window.js';

export interface RecoveryOptions {
  readonly tails: PartitionTails;
  readonly era: number;
  readonly chunkRows: number;
  readonly logger: Logger;
  readonly afterChunk: () => Promise<void>;
}

/** @returns the last window as the next one continues it: in this era, and above every stream's end */
export const recover = async (client: PoolClient, options: RecoveryOptions): Promise<Window> => {
  const { tails, logger } = options;
  for (;;) {
    await tails.load(client);
    const streams = await tails.streams();
    tails.all.forEach((tail, index) => (tail.head = streams[index]?.lastId ?? ENTRY_ID_ZERO));
    const lagging = tails.all.filter((tail) => compareEntryIds(tail.head, tail.assignedId) < 0);
    if (lagging.length > 0) {
      relayRecoveries.add(1);
      logger.warn(
        { streams: lagging.map(({ key }) => key), fromEntryId: lowestHead(lagging) },
        'streams end before what was appended or assigned; appending it again',
      );
      await saveRecoveries(
        client,
        lagging.map((tail) => tail.options),
      );
    }
    try {
      await beginAtFloor(client, lagging);
      await createGroups(tails);
      if (lagging.length === 0) return continueAbove(await lastWindow(client, options.era), options);
      await appendAgain(client, lagging, options);
      await giveUpMissingRows(lagging, logger);
    } catch (error) {
      if (!(error instanceof StreamMismatch)) throw error; // the broker lost data again meanwhile: once more from the start
    }
  }
};

/** Streams that are gone, or that end below what is kept, begin at the floor: nobody needs what is before it. */
const beginAtFloor = async (client: PoolClient, lagging: readonly PartitionTail[]): Promise<void> => {
  for (const tail of lagging) {
    const { stream, partition } = tail.options;
    const floorId = tail.head === ENTRY_ID_ZERO ? floorAfterLoss(tail.progress) : tail.floorId;
    if (compareEntryIds(tail.head, floorId) >= 0) continue;
    // Stored first: whoever goes on after a crash must not look for what is below.
    if (floorId !== tail.floorId) await saveFloors(client, [{ stream, partition, floorId }]);
    tail.floorId = floorId;
    await tail.raise(floorId);
  }
};

/** A group that the broker has lost stands again where it was. */
const createGroups = async ({ all }: PartitionTails): Promise<void> => {
  for (const { options, key, confirmed, floorId } of all) {
    for (const name of new Set([...options.groups, ...confirmed.keys()])) {
      await options.broker.createGroup(key, name, confirmed.get(name) ?? floorId);
    }
  }
};

const appendAgain = async (
  client: PoolClient,
  lagging: readonly PartitionTail[],
  { tails, chunkRows, afterChunk }: RecoveryOptions,
): Promise<void> => {
  for await (const window of windowsFrom(client, lowestHead(lagging))) {
    const bounds = await windowBounds(client, window);
    if (!bounds) continue;
    const { firstSeq: fromSeq, lastSeq } = bounds;
    const firstRows = await readRows(client, window, { fromSeq, toSeq: lastSeq, limit: chunkRows });
    await appendWindow(client, tails, { window, firstRows, lastSeq, chunkRows, afterChunk });
  }
};

/** Somebody deleted rows of the outbox by hand. Nothing can bring them back, and the stream must go on. */
const giveUpMissingRows = async (lagging: readonly PartitionTail[], logger: Logger): Promise<void> => {
  for (const tail of lagging) {
    const { head, assignedId, key } = tail;
    if (compareEntryIds(head, assignedId) >= 0) continue;
    logger.error(
      { stream: key, entryId: head, assignedId },
      'outbox lacks rows of the windows it has; going on after them',
    );
    await tail.raise(assignedId);
  }
};

const lowestHead = (lagging: readonly PartitionTail[]): string =>
  lagging.map(({ head }) => head).reduce((lowest, head) => lowestEntryId([lowest, head]));

const continueAbove = (last: Window, { tails, logger }: RecoveryOptions): Window => {
  let { ms } = last;
  for (const { key, head, assignedId } of tails.all) {
    if (compareEntryIds(head, assignedId) <= 0) continue;
    logger.error(
      { stream: key, entryId: head, assignedId },
      'stream holds entries that this database never assigned: it was restored from a backup, or another program writes here; new entries go above them',
    );
    ms = Math.max(ms, Number(parseEntryId(head).ms));
  }
  return { ...last, ms };
};
