/**
 * What tools ask of sagas and do with them, on nothing but the service's database: neither the service's code nor Redis is
 * needed. Each function is one statement or runs in the caller's transaction.
 */
import type { PoolClient } from 'pg';

type Client = Pick<PoolClient, 'query'>;

export interface SagaFilter {
  readonly name?: string;
  readonly state?: string;
  /** `stuck`: a timer of it has failed, or a message about it is retrying, waiting or dead. @default all that live */
  readonly only?: 'live' | 'ended' | 'stuck';
  /** @default 50 */
  readonly limit?: number;
}

export interface SagaSummary {
  readonly name: string;
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly beganAt: Date;
  readonly changedAt: Date;
  readonly endedAt: Date | undefined;
  /** When its next timer is due. */
  readonly nextTimerAt: Date | undefined;
  readonly failedTimers: number;
  readonly deferred: number;
}

export interface SagaTimerReport {
  readonly timer: string;
  readonly dueAt: Date;
  /** When it is tried: later than `dueAt` after a failure. */
  readonly nextAt: Date;
  readonly failures: number;
  readonly error: unknown;
}

export interface SagaStepReport {
  readonly number: number;
  readonly step: string;
  readonly eventId: string;
  readonly sentAt: Date;
  readonly undoType: string;
  readonly undo: unknown;
  readonly undoneAt: Date | undefined;
  readonly undoEventId: string | undefined;
}

export interface SagaMessageReport {
  readonly messageId: string;
  readonly type: string;
  readonly stream: string;
  readonly state: string;
  readonly attempts: number;
}

/** One line of the history; the last 50 are kept. */
export interface SagaHistoryLine {
  readonly at: string;
  readonly input: string;
  /** Id of the message that was the input. */
  readonly messageId?: string;
  readonly from: string | null;
  readonly to: string;
  /** Why it was deferred. */
  readonly deferred?: string;
}

export interface SagaReport extends SagaSummary {
  readonly data: unknown;
  readonly correlationId: string;
  readonly timers: readonly SagaTimerReport[];
  readonly steps: readonly SagaStepReport[];
  readonly deferredInputs: readonly { readonly input: unknown; readonly because: string; readonly deferredAt: Date }[];
  readonly history: readonly SagaHistoryLine[];
  /** Messages about it that are unfinished or dead in the inbox: `streams dead-letters` replays the dead ones. */
  readonly messages: readonly SagaMessageReport[];
}

export interface SagaRetry {
  /** Timers that are due now. */
  readonly timers: readonly string[];
  /** Messages about it that were waiting for their next attempt, which is due now. */
  readonly messageIds: readonly string[];
}

/** Newest change first. Served by saga_live and saga_ended. */
export const listSagas = async (client: Client, filter: SagaFilter = {}): Promise<readonly SagaSummary[]> => {
  const only = filter.only ?? 'live';
  const result = await client.query<SummaryRow>(
    `select ${summaryColumns} from saga s
     where ($1::text is null or s.name = $1) and ($2::text is null or s.state = $2)
       and case $3 when 'live' then s.ended_at is null when 'ended' then s.ended_at is not null
                   else exists (select from saga_timer t where t.saga = s.name and t.id = s.id and t.failures > 0)
                     or s.id in (select d.value from inbox i, ${payloadValues} d where i.state <> 'done') end
     order by s.changed_at desc limit $4`,
    [filter.name ?? null, filter.state ?? null, only, filter.limit ?? 50],
  );
  return result.rows.map(toSummary);
};

/** @returns undefined if there is no such saga, or it ended longer ago than ended sagas are kept */
export const showSaga = async (
  client: Client,
  { name, id }: { readonly name: string; readonly id: string },
): Promise<SagaReport | undefined> => {
  const found = await client.query<ReportRow>(
    `select ${summaryColumns}, s.data, s.correlation_id, s.history,
       coalesce((select json_agg(t order by t.due_at) from saga_timer t where t.saga = s.name and t.id = s.id), '[]') as timers,
       coalesce((select json_agg(p order by p.number) from saga_step p where p.saga = s.name and p.id = s.id), '[]') as steps,
       coalesce((select json_agg(d order by d.number) from saga_deferred d where d.saga = s.name and d.id = s.id), '[]') as kept,
       coalesce((select json_agg(m) from ${messagesAbout('s.id')} m), '[]') as messages
     from saga s where s.name = $1 and s.id = $2`,
    [name, id],
  );
  const row = found.rows[0];
  return row && toReport(row);
};

/**
 * Tries at once what is waiting for a later attempt: timers of the saga that have failed, and messages about it that retry.
 * Its instances do the work, exactly as if the time had come: nothing is published twice, and of a timer and an answer that
 * come together still only one decides. A dead letter is replayed with `streams dead-letters replay`.
 * @param saga.timer – makes this timer due too, although its time has not come
 * @returns undefined if there is no such saga; what was made due (the transaction is the caller's: rolled back, it was a dry run)
 */
export const retrySaga = async (
  client: Client,
  saga: { readonly name: string; readonly id: string; readonly timer?: string },
): Promise<SagaRetry | undefined> => {
  const locked = await client.query('select from saga where name = $1 and id = $2 for update', [saga.name, saga.id]);
  if (locked.rowCount !== 1) return undefined;
  const timers = await client.query<{ timer: string }>(
    `update saga_timer set next_at = clock_timestamp(), due_at = least(due_at, clock_timestamp())
     where saga = $1 and id = $2 and (failures > 0 or timer = $3) returning timer`,
    [saga.name, saga.id, saga.timer ?? null],
  );
  const messages = await client.query<{ id: string }>(
    `update inbox i set next_attempt_at = clock_timestamp()
     from ${messagesAbout('$1')} m where i.id = m.id and i.state = 'retrying' returning i.id`,
    [saga.id],
  );
  return { timers: timers.rows.map(({ timer }) => timer), messageIds: messages.rows.map(({ id }) => id) };
};

// The correlating property is known to the definition only; an id that is a value of the payload is as good. Few rows are
// unfinished (index inbox_open).
// The payload of a dead letter may be anything.
const payloadValues = `json_each_text(case json_typeof(i.event -> 'data') when 'object' then i.event -> 'data' else '{}' end)`;

const messagesAbout = (id: string): string => `(select i.id, i.type, i.stream, i.state, i.attempts from inbox i
  where i.state <> 'done' and exists (select from ${payloadValues} d where d.value = ${id}))`;

const summaryColumns = `s.name, s.id, s.state, s.version, s.began_at, s.changed_at, s.ended_at, s.deferred,
  (select min(t.next_at) from saga_timer t where t.saga = s.name and t.id = s.id) as next_timer_at,
  (select count(*)::int from saga_timer t where t.saga = s.name and t.id = s.id and t.failures > 0) as failed_timers`;

interface SummaryRow {
  name: string;
  id: string;
  state: string;
  version: number;
  began_at: Date;
  changed_at: Date;
  ended_at: Date | null;
  deferred: number;
  next_timer_at: Date | null;
  failed_timers: number;
}

/** Times inside of JSON are texts. */
interface ReportRow extends SummaryRow {
  data: unknown;
  correlation_id: string;
  history: SagaHistoryLine[];
  timers: { timer: string; due_at: string; next_at: string; failures: number; error: unknown }[];
  steps: {
    number: number;
    step: string;
    event_id: string;
    undo_type: string;
    undo: unknown;
    sent_at: string;
    undone_at: string | null;
    undo_event_id: string | null;
  }[];
  kept: { input: unknown; because: string; deferred_at: string }[];
  messages: { id: string; type: string; stream: string; state: string; attempts: number }[];
}

const toSummary = (row: SummaryRow): SagaSummary => ({
  name: row.name,
  id: row.id,
  state: row.state,
  version: row.version,
  beganAt: row.began_at,
  changedAt: row.changed_at,
  endedAt: row.ended_at ?? undefined,
  nextTimerAt: row.next_timer_at ?? undefined,
  failedTimers: row.failed_timers,
  deferred: row.deferred,
});

const toReport = (row: ReportRow): SagaReport => ({
  ...toSummary(row),
  data: row.data,
  correlationId: row.correlation_id,
  history: row.history,
  timers: row.timers.map(({ timer, due_at, next_at, failures, error }) => ({
    timer,
    dueAt: new Date(due_at),
    nextAt: new Date(next_at),
    failures,
    error,
  })),
  steps: row.steps.map(({ number, step, event_id, undo_type, undo, sent_at, undone_at, undo_event_id }) => ({
    number,
    step,
    eventId: event_id,
    sentAt: new Date(sent_at),
    undoType: undo_type,
    undo,
    undoneAt: undone_at === null ? undefined : new Date(undone_at),
    undoEventId: undo_event_id ?? undefined,
  })),
  deferredInputs: row.kept.map(({ input, because, deferred_at }) => ({
    input,
    because,
    deferredAt: new Date(deferred_at),
  })),
  messages: row.messages.map(({ id, ...rest }) => ({ messageId: id, ...rest })),
});
