/** What became of messages, as the inbox tells it. */
import { inspect } from 'node:util';
import type { Pool } from 'pg';
import type { DomainEvent } from '../../envelope/domain-event.js';
import type { FailedAttempt } from '../../inbox/inbox.js';

/** The states of the inbox, and two that leave nothing there. */
export type OutcomeState =
  | 'done'
  | 'retrying'
  /** Behind an unfinished message of its key. */
  | 'waiting'
  | 'dead'
  /** The service wants nothing from it. */
  | 'ignored'
  /** Something was wrong that is no message's fault (no connection, deadlock): it is not counted and comes again. */
  | 'paused';

export interface Outcome {
  readonly messageId: string;
  readonly state: OutcomeState;
  /** Attempts that counted. */
  readonly attempts: number;
  /** What each failed attempt failed with, oldest first. */
  readonly errors: readonly FailedAttempt[];
  /** Of a message that is retrying: how long until it is tried again, by the kit's clock. */
  readonly dueInMs?: number;
  /** Of a message that is paused: what went wrong. */
  readonly pausedBy?: unknown;
}

interface Row {
  readonly id: string;
  readonly state: 'done' | 'retrying' | 'waiting' | 'dead';
  readonly attempts: number;
  readonly errors: FailedAttempt[] | null;
}

/** @returns by message id; a message that the inbox does not know is not in it */
export const outcomesOf = async (pool: Pool, messageIds: readonly string[]): Promise<ReadonlyMap<string, Outcome>> => {
  const result = await pool.query<Row>('select id, state, attempts, errors from inbox where id = any($1)', [
    messageIds,
  ]);
  return new Map(
    result.rows.map(({ id, state, attempts, errors }) => [
      id,
      // The first attempt is counted only when it fails.
      { messageId: id, state, attempts: Math.max(attempts, state === 'done' ? 1 : 0), errors: errors ?? [] },
    ]),
  );
};

export const unfinishedIds = async (pool: Pool): Promise<readonly string[]> => {
  const result = await pool.query<{ id: string }>(
    `select id from inbox where state in ('retrying', 'waiting') order by entry_ms, entry_seq`,
  );
  return result.rows.map(({ id }) => id);
};

/** One line for people: what happened to an event, and why. */
export const describeOutcome = ({ id, type }: DomainEvent, { state, errors, pausedBy }: Outcome): string => {
  const last = errors.at(-1);
  if (pausedBy !== undefined) return `${type} ${id} is paused: ${inspect(pausedBy)}`;
  return `${type} ${id} is ${state}${last === undefined ? '' : `: ${last.code} ${last.message}`}`;
};
