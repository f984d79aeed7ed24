/** Appends the entries of one window to their streams, in chunks. */
import type { PoolClient } from 'pg';
import type { Entry } from '../broker/broker.js';
import { withAppendSpans } from './append-spans.js';
import { operationAttributes } from '../telemetry/message-spans.js';
import { operationDuration } from '../telemetry/metrics.js';
import type { PartitionTail } from './partition-tail.js';
import type { PartitionTails } from './partition-tails.js';
import { toEntry } from './to-entry.js';
import { readRows, type OutboxRow, type Window } from './window.js';

export interface WindowToAppend {
  readonly window: Window;
  /** The first chunk, in seq order. */
  readonly firstRows: readonly OutboxRow[];
  readonly lastSeq: number;
  readonly chunkRows: number;
  readonly afterChunk: () => Promise<void>;
}

/**
 * Appends what is above the heads; the next chunk is read while one is being appended.
 * @throws StreamMismatch – a stream does not end where it was left: compare everything again
 */
export const appendWindow = async (
  client: PoolClient,
  tails: PartitionTails,
  { window, firstRows, lastSeq: toSeq, chunkRows: limit, afterChunk }: WindowToAppend,
): Promise<void> => {
  let rows = firstRows;
  while (rows.length > 0) {
    const lastSeq = Number(rows.at(-1)?.[0]);
    const isLast = rows.length < limit || lastSeq >= toSeq;
    const next = isLast ? Promise.resolve([]) : readRows(client, window, { fromSeq: lastSeq + 1, toSeq, limit });
    const perTail = new Map<PartitionTail, Entry[]>();
    for (const row of rows) {
      const tail = tails.get(row[1], row[2]);
      const list = perTail.get(tail);
      if (list) list.push(toEntry(window.ms, row));
      else perTail.set(tail, [toEntry(window.ms, row)]);
    }
    const appends = await Promise.allSettled(
      [...perTail].map(async ([tail, entries]) => {
        const { stream: destination, partition } = tail.options;
        const startedAt = performance.now();
        await withAppendSpans({ destination, partition }, entries, async () => tail.append(entries));
        operationDuration.record((performance.now() - startedAt) / 1_000, operationAttributes('send', destination));
      }),
    );
    // Both must have settled before anything is thrown: nobody would handle the other one's rejection.
    const [nextRows] = await Promise.allSettled([next]);
    for (const outcome of [...appends, nextRows]) if (outcome.status === 'rejected') throw outcome.reason;
    rows = nextRows.status === 'fulfilled' ? nextRows.value : [];
    await afterChunk();
  }
};
