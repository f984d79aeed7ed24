/** Times of a run, short enough that leases end, orders expire, entries are trimmed and windows retire while it lasts. */
import type { RetryPolicy } from '@streampact/runtime';

export const retentionMs = 1_500;
export const leaseMs = 900;
/** Chunks small enough that a window has several. */
export const relayTimes = { maintenanceMs: 100, chunkRows: 40 };
/** A server that does not answer for this long has lost the connection. */
export const answerMaxMs = 3_000;
/** An order without an answer is rejected after this. */
export const orderTimeoutMs = 2_000;
export const fastRetry: RetryPolicy = { attempts: 8, firstDelayMs: 30, maxDelayMs: 300, jitter: 0.2 };
