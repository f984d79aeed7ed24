/** The rows of a saga. Every function runs in the caller's transaction; all but `insertSaga` need the saga's row locked. */
import type { EntityManager } from 'typeorm';
import { currentTraceparent } from '../telemetry/tracing.js';
import type { DueTime } from './definition.js';
import type { OutgoingStep, SagaInput } from './transition.js';
import type { SagaHistoryLine } from './saga-tools.js';

export interface SagaKey {
  readonly saga: string;
  readonly id: string;
}

export interface StoredSaga {
  readonly version: number;
  readonly state: string;
  readonly data: unknown;
  readonly correlationId: string;
  /** Inputs that it keeps for later. */
  readonly deferred: number;
}

export interface RecordedStep {
  readonly number: number;
  readonly step: string;
  readonly undoType: string;
  readonly undo: unknown;
}

export interface DeferredInput {
  readonly number: string;
  readonly input: SagaInput;
}

/** Lines of the history that are kept. */
const historyMax = 50;

/** @returns false if there is such a saga */
export const insertSaga = async (
  transaction: EntityManager,
  { saga, id }: SagaKey,
  begun: Omit<StoredSaga, 'deferred'> & { readonly ends: boolean },
): Promise<boolean> => {
  const inserted = await transaction.query<unknown[]>(
    `insert into saga (name, id, version, state, data, correlation_id, ended_at, history)
     values ($1, $2, $3, $4, $5, $6, case when $7 then clock_timestamp() end,
             jsonb_build_array(jsonb_build_object('at', clock_timestamp(), 'input', 'begin', 'from', null, 'to', $4::text)))
     on conflict do nothing returning 1`,
    [saga, id, begun.version, begun.state, JSON.stringify(begun.data), begun.correlationId, begun.ends],
  );
  return inserted.length === 1;
};

/** The row stays locked until the transaction ends: whatever else concerns this saga waits. */
export const lockSaga = async (transaction: EntityManager, { saga, id }: SagaKey): Promise<StoredSaga | undefined> => {
  const rows = await transaction.query<StoredSaga[]>(
    `select version, state, data, correlation_id as "correlationId", deferred from saga
     where name = $1 and id = $2 for update`,
    [saga, id],
  );
  return rows[0];
};

export const moveSaga = async (
  transaction: EntityManager,
  { saga, id }: SagaKey,
  moved: Pick<StoredSaga, 'version' | 'state' | 'data'> & { readonly ends: boolean; readonly line: HistoryLine },
): Promise<void> => {
  await transaction.query(
    `update saga set version = $3, state = $4, data = $5, changed_at = clock_timestamp(),
            ended_at = case when $6 then clock_timestamp() end, history = ${historyWith('$7')}
     where name = $1 and id = $2`,
    [saga, id, moved.version, moved.state, JSON.stringify(moved.data), moved.ends, JSON.stringify(moved.line)],
  );
  if (moved.ends) await transaction.query('delete from saga_timer where saga = $1 and id = $2', [saga, id]);
};

export type HistoryLine = Omit<SagaHistoryLine, 'at'>;

const historyWith = (line: string): string =>
  `(case when jsonb_array_length(history) >= ${historyMax} then history - 0 else history end)
   || jsonb_build_array(${line}::jsonb || jsonb_build_object('at', clock_timestamp()))`;

export const setTimers = async (
  transaction: EntityManager,
  { saga, id }: SagaKey,
  timers: Readonly<Record<string, DueTime>>,
): Promise<void> => {
  for (const [timer, due] of Object.entries(timers)) {
    const [afterMs, at] = 'afterMs' in due ? [due.afterMs, null] : [null, due.at.toISOString()];
    await transaction.query(
      `insert into saga_timer (saga, id, timer, due_at, next_at, traceparent)
       select $1, $2, $3, due, due, $6
       from (select coalesce($5::timestamptz, clock_timestamp() + $4::float8 * interval '1 millisecond') as due) t
       on conflict (saga, id, timer) do update
       set due_at = excluded.due_at, next_at = excluded.next_at, failures = 0, error = null,
           traceparent = excluded.traceparent`,
      [saga, id, timer, afterMs, at, currentTraceparent() ?? null],
    );
  }
};

export const clearTimers = async (
  transaction: EntityManager,
  { saga, id }: SagaKey,
  timers: readonly string[],
): Promise<void> => {
  if (timers.length === 0) return;
  await transaction.query('delete from saga_timer where saga = $1 and id = $2 and timer = any($3)', [saga, id, timers]);
};

/** Records what undoes a step, with the id of the event that was published for it. */
export const recordStep = async (
  transaction: EntityManager,
  { saga, id }: SagaKey,
  { name, undo }: OutgoingStep,
  eventId: string,
): Promise<void> => {
  await transaction.query(
    `insert into saga_step (saga, id, number, step, event_id, undo_type, undo)
     select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6::json from saga_step where saga = $1 and id = $2`,
    [saga, id, name, eventId, undo.message.type, JSON.stringify(undo.data)],
  );
};

/** Steps that are sent and not undone, the last one first. */
export const stepsToUndo = async (
  transaction: EntityManager,
  { saga, id }: SagaKey,
): Promise<readonly RecordedStep[]> =>
  transaction.query<RecordedStep[]>(
    `select number, step, undo_type as "undoType", undo from saga_step
     where saga = $1 and id = $2 and undone_at is null order by number desc`,
    [saga, id],
  );

export const stepUndone = async (
  transaction: EntityManager,
  { saga, id }: SagaKey,
  number: number,
  eventId: string,
): Promise<void> => {
  await transaction.query(
    `update saga_step set undone_at = clock_timestamp(), undo_event_id = $4 where saga = $1 and id = $2 and number = $3`,
    [saga, id, number, eventId],
  );
};

/** Keeps an input. The order of `number` is the order in which they came: the saga's row is locked. */
export const deferInput = async (
  transaction: EntityManager,
  { saga, id }: SagaKey,
  kept: { readonly input: SagaInput; readonly because: string; readonly line: HistoryLine },
): Promise<void> => {
  await transaction.query('insert into saga_deferred (saga, id, input, because) values ($1, $2, $3, $4)', [
    saga,
    id,
    JSON.stringify(kept.input),
    kept.because,
  ]);
  await transaction.query(
    `update saga set deferred = deferred + 1, history = ${historyWith('$3')} where name = $1 and id = $2`,
    [saga, id, JSON.stringify(kept.line)],
  );
};

/** In the order in which they came. */
export const deferredInputs = async (
  transaction: EntityManager,
  { saga, id }: SagaKey,
): Promise<readonly DeferredInput[]> =>
  transaction.query<DeferredInput[]>(
    'select number, input from saga_deferred where saga = $1 and id = $2 order by number',
    [saga, id],
  );

export const dropDeferred = async (
  transaction: EntityManager,
  { saga, id }: SagaKey,
  number: string,
): Promise<void> => {
  await transaction.query('delete from saga_deferred where number = $1', [number]);
  await transaction.query('update saga set deferred = deferred - 1 where name = $1 and id = $2', [saga, id]);
};
