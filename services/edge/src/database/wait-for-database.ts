import { setTimeout as sleep } from 'node:timers/promises';
import { certificateProblem, parsePostgresAddress, placeOf, postgresPool, type Logger } from '@streampact/runtime';
import { DatabaseRefusedError, DatabaseUnreachableError, DatabaseUntrustedError } from './database-errors.js';
import { errorCodeOf } from '../problems/error-code.js';
import { isDatabaseUnreachable } from './is-database-unreachable.js';

export interface DatabaseWait {
  /** How long a start may wait. @default 60 000 ms */
  readonly deadlineMs?: number;
  /** How often it says that it waits. @default 5 000 ms */
  readonly sayEveryMs?: number;
}

const tryEveryMs = 250;
const connectTimeoutMs = 3_000;

/**
 * Resolves when PostgreSQL takes connections to the database.
 * @throws DatabaseRefusedError – wrong password, no such database: at once
 * @throws DatabaseUntrustedError – another certificate than it should have: at once
 * @throws DatabaseUnreachableError – after `deadlineMs`
 */
export const waitForDatabase = async (url: string, logger: Logger, wait: DatabaseWait = {}): Promise<void> => {
  const { deadlineMs = 60_000, sayEveryMs = 5_000 } = wait;
  const where = placeOf(parsePostgresAddress(url));
  const startedAt = performance.now();
  let sayAt = 0;
  for (;;) {
    const failure = await connectFailure(url);
    if (failure === undefined) return;
    const { cause, reason } = failure;
    const problem = certificateProblem(cause, { authority: 'DATABASE_CA_FILE', address: 'DATABASE_URL' });
    if (problem !== undefined) throw new DatabaseUntrustedError({ where, problem, cause });
    if (!failure.isUnreachable) throw new DatabaseRefusedError({ where, reason, cause });
    const waitedMs = Math.round(performance.now() - startedAt);
    if (waitedMs >= deadlineMs) throw new DatabaseUnreachableError({ where, waitedMs, cause });
    if (waitedMs >= sayAt) {
      logger.warn({ where, waitedMs, deadlineMs, reason }, 'waiting for PostgreSQL');
      sayAt = waitedMs + sayEveryMs;
    }
    await sleep(Math.min(tryEveryMs, deadlineMs));
  }
};

/** Why there is no connection: as `cause`, and for people. */
interface ConnectFailure {
  readonly cause: unknown;
  readonly isUnreachable: boolean;
  readonly reason: string;
}

const connectFailure = async (url: string): Promise<ConnectFailure | undefined> => {
  const pool = postgresPool(url, { max: 1, connectionTimeoutMillis: connectTimeoutMs });
  pool.on('error', () => undefined); // of a connection that nobody uses
  try {
    const client = await pool.connect();
    client.release();
    return undefined;
  } catch (error) {
    // A name with several addresses fails once for each of them.
    const cause: unknown = error instanceof AggregateError ? error.errors[0] : error;
    // pg's own errors while connecting (its timeout, a connection that ended) have no code: nobody answered.
    const isUnreachable = isDatabaseUnreachable(cause) || errorCodeOf(cause) === undefined;
    return { cause, isUnreachable, reason: messageOf(cause) };
  } finally {
    await pool.end();
  }
};

const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
