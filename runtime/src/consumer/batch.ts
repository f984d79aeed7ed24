/**
 * Handles the entries that one read delivered: all in one transaction, with their inbox rows, their effects, what they
 * publish, and the position. If one of them fails, everything is rolled back and each gets a transaction of its own, so that
 * a bad message costs only itself.
 *
 * After a crash the position says where to go on, and the inbox which messages are done: a message that is read again has
 * no second effect.
 */
import type { PoolClient } from 'pg';
import type { DecodedEntry } from '../envelope/decode-entry.js';
import { beginForBatch, beginForLease, keepWaiting, receive, type PartitionLease } from '../inbox/inbox.js';
import { GaveUp } from '../loop/give-up.js';
import { isConflict } from '../retry/failure-kind.js';
import { operationAttributes, receiveSpan } from '../telemetry/message-spans.js';
import { batchSize } from '../telemetry/metrics.js';
import { inSpan, markFailed } from '../telemetry/tracing.js';
import { countOutcome, deliver, isHandled, type DeliveryScope, type Outcome } from './delivery.js';
import { keepFailure } from './failure.js';
import type { FedEntries } from './partition-feed.js';
import { hasFailed, inTransaction, type WorkFailed } from './in-transaction.js';

/** The stream has lost entries before those of the batch: read the position again. Nothing was committed. */
export class StreamGap extends Error {
  constructor({ stream, partition }: PartitionLease) {
    super(`${stream}.${String(partition)} lacks entries`);
    this.name = 'StreamGap';
  }
}

/** Where a batch comes from. */
interface Origin extends Pick<FedEntries, 'isGapless'> {
  readonly lease: PartitionLease;
}

export interface HandledBatch {
  /** May a message be due again soon? One that waits behind another is not: whoever looks for that one finds it. */
  readonly hasFailures: boolean;
  /** false: some entries at the end were not handled. */
  readonly isWhole: boolean;
}

/** Where entries are handled one by one, which may take long: */
export interface OneByOne {
  /** Ends after the one at hand; the position is there. @default never */
  readonly isOver?: () => boolean;
  /** One has had its effect, or has failed by itself and is kept: PostgreSQL and the stream answer. */
  readonly onCommitted?: () => void;
}

/**
 * Handles `entries`, in order, and moves the position after the last of them.
 * @throws LeaseLostError – somebody else's partition now; GaveUp – this process stops, nothing was committed; StreamGap, errors of
 *   connections – read the position again, try again
 */
export const handleBatch = async (
  scope: DeliveryScope,
  lease: PartitionLease,
  { entries, isGapless }: FedEntries,
  { isOver = () => false, onCommitted }: OneByOne = {},
): Promise<HandledBatch> => {
  const origin = { lease, isGapless };
  const wanted = withoutRepeats(entries.filter((entry) => isHandled(scope, entry)));
  const position = entries.at(-1)?.entryId;
  if (position === undefined) return { hasFailures: false, isWhole: true };
  const outcomes = await handleUnlessInConflict(scope, origin, wanted, position);
  if (!hasFailed(outcomes)) {
    for (const entry of entries) countOutcome(scope, entry, outcomes.get(entry) ?? 'skipped');
    return { hasFailures: false, isWhole: true };
  }
  let hasFailures = false;
  for (const entry of wanted) {
    if (isOver()) return { hasFailures, isWhole: false };
    // A batch of one has had its attempt.
    const outcome =
      wanted.length === 1
        ? await keepFailed(scope, origin, entry, outcomes.error)
        : await handleAlone(scope, origin, entry);
    if (outcome === 'retrying') hasFailures = true;
    onCommitted?.();
  }
  if (wanted.at(-1)?.entryId !== position) {
    const moved = await handleTogether(scope, origin, [], position);
    if (hasFailed(moved)) throw moved.error;
  }
  return { hasFailures, isWhole: true };
};

/**
 * Batches of different partitions may lock the same rows of the service, each in the order of its stream. One that ends for that
 * would meet the others again as a whole; message by message it holds what one handler locks, and gets on.
 */
const handleUnlessInConflict: typeof handleTogether = async (scope, origin, entries, position) => {
  try {
    return await handleTogether(scope, origin, entries, position);
  } catch (error) {
    if (entries.length > 1 && isConflict(error)) return { error };
    throw error;
  }
};

const handleTogether = async (
  scope: DeliveryScope,
  origin: Origin,
  entries: readonly DecodedEntry[],
  position: string,
): Promise<ReadonlyMap<DecodedEntry, Outcome> | WorkFailed> => {
  const { channel, group } = scope.consumer;
  const batch = { destination: channel.address, partition: origin.lease.partition, count: entries.length };
  batchSize.record(entries.length, {
    ...operationAttributes('receive', channel.address),
    'messaging.consumer.group.name': group,
  });
  return inSpan(
    () => receiveSpan(batch, group, entries),
    async (span) => {
      const result = await handleInTransaction(scope, origin, entries, position);
      if (span && hasFailed(result)) markFailed(span, result.error);
      return result;
    },
  );
};

const handleInTransaction: typeof handleTogether = async (scope, origin, entries, position) =>
  inTransaction(
    scope,
    open(scope, origin, entries, position),
    async (transaction, states) => {
      const outcomes = new Map<DecodedEntry, Outcome>();
      for (const entry of entries) {
        const state = states.get(entry.event.id) ?? 'repeat';
        outcomes.set(entry, state);
        // It cannot wait: what was wrong with it would be forgotten.
        if (state === 'waiting' && entry.defect) throw entry.defect;
        if (transaction.isOver) throw new GaveUp(); // left behind: nobody hears of the rest
        if (state === 'done')
          await deliver(scope, transaction, entry, { attempt: 1, partition: origin.lease.partition });
      }
      const waiting = entries.filter((entry) => outcomes.get(entry) === 'waiting').map(({ event }) => event);
      if (waiting.length > 0) await transaction.answered(keepWaiting(transaction.client, waiting));
      return outcomes;
    },
    entries.length > 1 ? beginForBatch : beginForLease,
  );

const handleAlone = async (scope: DeliveryScope, origin: Origin, entry: DecodedEntry): Promise<Outcome> => {
  const outcomes = await handleTogether(scope, origin, [entry], entry.entryId);
  if (hasFailed(outcomes)) return keepFailed(scope, origin, entry, outcomes.error);
  const outcome = outcomes.get(entry) ?? 'skipped';
  countOutcome(scope, entry, outcome);
  return outcome;
};

const keepFailed = async (
  scope: DeliveryScope,
  origin: Origin,
  entry: DecodedEntry,
  error: unknown,
): Promise<Outcome> => {
  const kept = await inTransaction(scope, open(scope, origin, [entry], entry.entryId), async (transaction, states) => {
    if (!states.has(entry.event.id)) return { report: () => countOutcome(scope, entry, 'repeat') };
    const keeping = keepFailure(scope, transaction.client, entry, { attempts: 0, replays: 0, errors: [] }, error);
    return { report: await transaction.answered(keeping) };
  });
  if (hasFailed(kept)) throw kept.error;
  kept.report();
  return 'retrying';
};

/** Whether there is a gap is asked of the broker meanwhile; no handler runs before it is known. */
const open =
  (scope: DeliveryScope, { lease, isGapless }: Origin, entries: readonly DecodedEntry[], position: string) =>
  async (client: PoolClient): ReturnType<typeof receive> => {
    const states = await receive(client, lease, entries, { position, limitMs: limitMs(scope) });
    if (!(await isGapless)) throw new StreamGap(lease);
    return states;
  };

/** The first of each event id: an entry that somebody copied within the stream has no second effect. */
const withoutRepeats = (entries: readonly DecodedEntry[]): readonly DecodedEntry[] => {
  const seen = new Set<string>();
  return entries.filter(({ event }) => !seen.has(event.id) && seen.add(event.id));
};

/**
 * How long PostgreSQL lets a transaction of ours idle, or one of its statements run, before it ends it: longer than any
 * handler may take, short enough that a process which froze or died in mid-batch does not hold its partition for ever.
 */
export const limitMs = (scope: DeliveryScope): number => scope.consumer.handlerTimeoutMs + 1_000;
