/**
 * Retries what failed and handles what waited behind it, each message in a transaction of its own: only the first
 * unfinished message of a key may run, the others follow in the order of their entries.
 */
import type { PoolClient } from 'pg';
import type { DecodedEntry } from '../envelope/decode-entry.js';
import { holdLease, keyHead, keyHeads, markDone, type PartitionLease, type UnfinishedMessage } from '../inbox/inbox.js';
import { limitMs } from './batch.js';
import { countOutcome, deliver, type DeliveryScope } from './delivery.js';
import { keepFailure } from './failure.js';
import { hasFailed, inTransaction } from './in-transaction.js';

/** Keys looked at in one go. */
const headsMax = 100;

/**
 * Handles every unfinished message of the partition that is due, or ends after the one at hand when `isOver` says so.
 * @returns milliseconds until the next one is due; undefined if none is unfinished (or each waits behind a dead letter)
 * @throws as handleBatch
 */
export const handleUnfinished = async (
  scope: DeliveryScope,
  lease: PartitionLease,
  isOver: () => boolean,
): Promise<number | undefined> => {
  const heads = await keyHeads(scope.sql, lease, headsMax);
  // More may be due than were read.
  let nextDueMs = heads.length === headsMax && heads.at(-1)?.dueInMs === 0 ? 0 : undefined;
  for (const head of heads) {
    const dueInMs = await handleKey(scope, lease, head, isOver);
    if (dueInMs !== undefined) nextDueMs = Math.min(nextDueMs ?? Number.POSITIVE_INFINITY, dueInMs);
  }
  return nextDueMs;
};

/** Follows one key until its first unfinished message is not due, or none is left. */
const handleKey = async (
  scope: DeliveryScope,
  lease: PartitionLease,
  first: UnfinishedMessage,
  isOver: () => boolean,
): Promise<number | undefined> => {
  let head: UnfinishedMessage | undefined = first;
  while (head && head.state !== 'dead') {
    if (head.dueInMs > 0 || isOver()) return head.dueInMs;
    await handleOne(scope, lease, head);
    head = await keyHead(scope.sql, lease.stream, head.event.aggregateId);
  }
  return undefined;
};

const handleOne = async (scope: DeliveryScope, lease: PartitionLease, message: UnfinishedMessage): Promise<void> => {
  const entry: DecodedEntry = { entryId: message.entryId, event: message.event };
  const open = async (client: PoolClient): Promise<void> => holdLease(client, lease, limitMs(scope));
  const result = await inTransaction(scope, open, async (transaction) => {
    const isOurs = await transaction.answered(markDone(transaction.client, message.event.id));
    if (isOurs) {
      await deliver(scope, transaction, entry, { attempt: message.attempts + 1, partition: lease.partition });
    }
    return { isOurs };
  });
  if (!hasFailed(result)) {
    if (result.isOurs) countOutcome(scope, entry, 'done');
    return;
  }
  await scope.atPoint('after-failed-retry');
  const kept = await inTransaction(scope, open, async (transaction) => ({
    report: await transaction.answered(keepFailure(scope, transaction.client, entry, message, result.error)),
  }));
  if (hasFailed(kept)) throw kept.error;
  kept.report();
};
