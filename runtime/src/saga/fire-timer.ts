/** One timer that is due, fired in a transaction of its own. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { HandlerTransaction } from '../database/handler-transaction.js';
import { SagaTimeoutError } from './saga-errors.js';
import { backoffMs } from '../retry/backoff.js';
import { failureKindOf } from '../retry/failure-kind.js';
import type { AnySaga } from './definition.js';
import type { SagaRunner } from './saga-runner.js';

export interface TimerScope {
  readonly runner: SagaRunner;
  readonly dataSource: DataSource;
  /** How long a saga may take; then its transaction is aborted. */
  readonly timeoutMs: number;
}

interface DueTimer {
  readonly saga: string;
  readonly id: string;
  readonly timer: string;
  readonly failures: number;
}

/** What became of the timer that was due: `none` if none was. */
export type Fired =
  | { readonly kind: 'none' }
  | { readonly kind: 'fired' | 'stale'; readonly timer: DueTimer }
  | { readonly kind: 'failed'; readonly timer: DueTimer; readonly error: unknown };

// Locks the saga, never the timer: whoever holds a saga decides alone, and the others look for another one. Served by
// saga_timer_next.
const takeDue = `select t.saga, t.id, t.timer, t.failures from saga_timer t join saga s on s.name = t.saga and s.id = t.id
  where t.next_at <= clock_timestamp() and t.saga = any($1)
  order by t.next_at limit 1 for update of s skip locked`;

// Asked again under the lock: an input that came first has cleared the timer, or set it anew.
const consume = `delete from saga_timer
  where saga = $1 and id = $2 and timer = $3 and next_at <= clock_timestamp()`;

/** `attempts` bounds nothing here: a timer is tried for ever. */
const retry = { attempts: Number.POSITIVE_INFINITY, firstDelayMs: 500, maxDelayMs: 300_000, jitter: 0.2 };

/**
 * Fires the timer that has been due for longest, of sagas that nobody is working on. After a crash the timer is still there.
 * A saga that fails keeps its timer: it is tried again after 0.5 s, doubling to 5 minutes, for ever; the others go on.
 * @throws whatever says nothing about the saga: no connection, deadlock, server stopping; nothing has happened
 */
export const fireDueTimer = async (scope: TimerScope): Promise<Fired> => {
  const sagas = new Map(scope.runner.sagas.map((saga) => [saga.name, saga]));
  const names = [...sagas.keys()];
  const begun = await HandlerTransaction.begin(scope.dataSource, beginWithin(scope.timeoutMs), async (client) =>
    client.query<DueTimer>(takeDue, [names]),
  );
  const { transaction, opened } = begun;
  if (opened.status === 'rejected') {
    await transaction.rollback();
    throw opened.reason;
  }
  const [timer] = opened.value.rows;
  const saga = sagas.get(timer?.saga ?? '');
  if (!timer || !saga) {
    await transaction.rollback();
    return { kind: 'none' };
  }
  try {
    const kind = await fire(scope, transaction, saga, timer);
    await transaction.commit();
    return { kind, timer };
  } catch (error) {
    const connectionSurvived = await transaction.rollback();
    const isTimeout = error instanceof SagaTimeoutError;
    if (!isTimeout && (!connectionSurvived || failureKindOf(error) === 'infrastructure')) throw error;
    await keepFailure(scope.dataSource, timer, error);
    return { kind: 'failed', timer, error };
  }
};

/** A process that freezes here must not hold the saga for ever. */
const beginWithin = (timeoutMs: number): string =>
  `BEGIN; SET LOCAL idle_in_transaction_session_timeout = ${timeoutMs + 1_000}; SET LOCAL statement_timeout = ${timeoutMs + 1_000}`;

const fire = async (
  { runner, timeoutMs }: TimerScope,
  transaction: HandlerTransaction,
  saga: AnySaga,
  { id, timer }: DueTimer,
): Promise<'fired' | 'stale'> => {
  const consumed = await transaction.client.query(consume, [saga.name, id, timer]);
  if (consumed.rowCount !== 1) return 'stale';
  const over = new AbortController();
  const timeout = async (): Promise<never> => {
    await sleep(timeoutMs, undefined, { signal: over.signal });
    await transaction.abandon();
    throw new SagaTimeoutError({ saga: saga.name, id, timer, timeoutMs });
  };
  try {
    await Promise.race([runner.input(saga, id, { timer }, transaction.manager), timeout()]);
  } finally {
    over.abort();
  }
  return 'fired';
};

/** Only if the timer is still the one that failed: its saga may have moved on meanwhile. */
const keepFailure = async (dataSource: DataSource, failed: DueTimer, error: unknown): Promise<void> => {
  const failures = failed.failures + 1;
  await dataSource.query(
    `update saga_timer set failures = $4, error = $5::json, next_at = clock_timestamp() + $6 * interval '1 millisecond'
     where saga = $1 and id = $2 and timer = $3 and failures = $4 - 1 and next_at <= clock_timestamp()`,
    [
      failed.saga,
      failed.id,
      failed.timer,
      failures,
      JSON.stringify(failureOf(error)),
      backoffMs(retry, failures, Math.random()),
    ],
  );
};

const failureOf = (error: unknown): object => {
  const at = new Date().toISOString();
  if (!(error instanceof Error)) return { at, message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return { at, code, message: error.message, stack: error.stack?.slice(0, 4_000) };
};
