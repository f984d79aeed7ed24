/** One timer that is due, fired in a transaction of its own. */
import type { DataSource } from 'typeorm';
import { HandlerTransaction } from '../database/handler-transaction.js';
import type { Sql } from '../database/sql.js';
import { GaveUp, type GiveUp } from '../loop/give-up.js';
import { backoffMs } from '../retry/backoff.js';
import { failureKindOf } from '../retry/failure-kind.js';
import { runInMessageContext } from '../telemetry/message-context.js';
import { inSpan, type SpanDescription } from '../telemetry/tracing.js';
import type { AnySaga } from './any-saga.js';
import { SagaTimeoutError } from './saga-errors.js';
import type { SagaRunner } from './saga-runner.js';

export interface TimerScope {
  readonly runner: SagaRunner;
  readonly dataSource: DataSource;
  /** The pool of `dataSource`, with a deadline for each statement. */
  readonly sql: Sql;
  readonly giveUp: GiveUp;
  /** How long PostgreSQL may take to answer a statement of this library. */
  readonly answerMaxMs: number;
  /** How long a saga may take; then its transaction is aborted. */
  readonly timeoutMs: number;
}

interface DueTimer {
  readonly saga: string;
  readonly id: string;
  readonly timer: string;
  readonly failures: number;
  /** Trace context in which it was set. */
  readonly traceparent: string | null;
}

/** What became of the timer that was due: `none` if none was; `stale` if an input that came first has cleared or moved it. */
export type Fired =
  | { readonly kind: 'none' }
  | { readonly kind: 'fired' | 'stale'; readonly timer: DueTimer }
  | { readonly kind: 'failed'; readonly timer: DueTimer; readonly error: unknown };

// Locks the saga, never the timer: whoever holds a saga decides alone, and the others look for another one. A saga that a later
// version has stored is left to the instances that know it. Served by saga_timer_next: no index serves clock_timestamp(), which is
// another at every row.
export const takeDue = `select t.saga, t.id, t.timer, t.failures, t.traceparent
  from saga_timer t join unnest($1::text[], $2::int[]) as d(name, version) on d.name = t.saga
  join saga s on s.name = t.saga and s.id = t.id and s.version <= d.version
  where t.next_at <= statement_timestamp()
  order by t.next_at limit 1 for update of s skip locked`;

// Asked again under the lock: the row that was found may have been cleared, or set anew, before the lock was there.
const consume = `delete from saga_timer
  where saga = $1 and id = $2 and timer = $3 and next_at <= clock_timestamp()`;

// Only if it is still the timer that failed: its saga may have moved on meanwhile.
const recordFailure = `update saga_timer
  set failures = $4, error = $5::json, next_at = clock_timestamp() + $6 * interval '1 millisecond'
  where saga = $1 and id = $2 and timer = $3 and failures = $4 - 1 and next_at <= clock_timestamp()`;

/** `attempts` bounds nothing here: a timer is tried for ever. */
const retry = { attempts: Number.POSITIVE_INFINITY, firstDelayMs: 500, maxDelayMs: 300_000, jitter: 0.2 };

/**
 * Fires the timer that has been due for longest, of sagas that nobody is working on. After a crash the timer is still there.
 * A saga that fails keeps its timer: it is tried again after 0.5 s, doubling to 5 minutes, for ever; the others go on.
 * @throws whatever says nothing about the saga: no connection, deadlock, server or process stopping; nothing has happened
 */
export const fireDueTimer = async (scope: TimerScope): Promise<Fired> => {
  const sagas = new Map(scope.runner.sagas.map((saga) => [saga.name, saga]));
  const { transaction, opened } = await HandlerTransaction.begin(
    scope.dataSource,
    { begin: beginWithin(scope.timeoutMs), answerMaxMs: scope.answerMaxMs },
    async (client) =>
      client.query<DueTimer>(takeDue, [[...sagas.keys()], [...sagas.values()].map(({ version }) => version)]),
  );
  if (opened.status === 'rejected') {
    await transaction.rollback();
    throw opened.reason;
  }
  const [timer] = opened.value.rows;
  const saga = timer && sagas.get(timer.saga);
  if (!saga) {
    await transaction.rollback();
    return { kind: 'none' };
  }
  try {
    const kind = await inSpan(
      () => timerSpan(timer),
      async () => {
        const story = timer.traceparent === null ? {} : { traceparent: timer.traceparent };
        const fired = await runInMessageContext(story, async () => fire(scope, transaction, saga, timer));
        await transaction.commit();
        return fired;
      },
    );
    return { kind, timer };
  } catch (error) {
    if (error instanceof GaveUp) await transaction.abandon();
    const connectionSurvived = await transaction.rollback();
    if (!connectionSurvived || failureKindOf(error) === 'infrastructure') throw error;
    await keepFailure(scope.sql, timer, error);
    return { kind: 'failed', timer, error };
  }
};

const timerSpan = ({ saga, id, timer, traceparent }: DueTimer): SpanDescription => ({
  name: `timer ${saga}.${timer}`,
  attributes: { 'streampact.saga.name': saga, 'streampact.saga.id': id },
  parent: traceparent,
});

/** The limits end what a process that froze in the middle would hold for ever. */
const beginWithin = (timeoutMs: number): string =>
  ['idle_in_transaction_session_timeout', 'statement_timeout']
    .map((setting) => `SET LOCAL ${setting} = ${timeoutMs + 1_000}`)
    .reduce((begin, set) => `${begin}; ${set}`, 'BEGIN');

const fire = async (
  { runner, giveUp, timeoutMs }: TimerScope,
  transaction: HandlerTransaction,
  saga: AnySaga,
  { id, timer }: DueTimer,
): Promise<'fired' | 'stale'> => {
  const consumed = await transaction.answered(transaction.client.query(consume, [saga.name, id, timer]));
  if (consumed.rowCount !== 1) return 'stale';
  let deadline: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    deadline = setTimeout(() => {
      const error = new SagaTimeoutError({ saga: saga.name, id, timer, timeoutMs });
      // On the destroyed connection nothing of it can commit any more.
      void transaction.abandon().finally(() => reject(error));
    }, timeoutMs);
  });
  try {
    await giveUp.unless(Promise.race([runner.input(saga, id, { timer }, transaction.manager), timeout]));
  } finally {
    clearTimeout(deadline);
  }
  return 'fired';
};

const keepFailure = async (sql: Sql, { saga, id, timer, failures }: DueTimer, error: unknown): Promise<void> => {
  const delayMs = backoffMs(retry, failures + 1, Math.random());
  await sql.query(recordFailure, [saga, id, timer, failures + 1, JSON.stringify(failureOf(error)), delayMs]);
};

const failureOf = (error: unknown): object => {
  const at = new Date().toISOString();
  if (!(error instanceof Error)) return { at, message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return { at, code, message: error.message, stack: error.stack?.slice(0, 4_000) };
};
