import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Logger } from '@streampact/runtime';
import { DatabaseRefusedError, DatabaseUnreachableError } from './database-errors.js';
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
 * @throws DatabaseUnreachableError – after `deadlineMs`
 */
export const waitForDatabase = async (url: string, logger: Logger, wait: DatabaseWait = {}): Promise<void> => {
  const { deadlineMs = 60_000, sayEveryMs = 5_000 } = wait;
  const { host, pathname } = new URL(url);
  const where = host + pathname;
  const startedAt = performance.now();
  let sayAt = 0;
  for (;;) {
    const error = await connectError(url);
    if (error === undefined) return;
    if (!isDatabaseUnreachable(error)) {
      throw new DatabaseRefusedError({ where, reason: error.message, cause: error });
    }
    const waitedMs = Math.round(performance.now() - startedAt);
    if (waitedMs >= deadlineMs) throw new DatabaseUnreachableError({ where, waitedMs, cause: error });
    if (waitedMs >= sayAt) {
      logger.warn({ where, waitedMs, deadlineMs, reason: reasonOf(error) }, 'waiting for PostgreSQL');
      sayAt = waitedMs + sayEveryMs;
    }
    await sleep(Math.min(tryEveryMs, deadlineMs));
  }
};

const connectError = async (connectionString: string): Promise<Error | undefined> => {
  const client = new Client({ connectionString, connectionTimeoutMillis: connectTimeoutMs });
  // Its failures are the result of connect(); without a listener they would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return undefined;
  } catch (error) {
    if (error instanceof AggregateError) return error.errors.find((one) => one instanceof Error) ?? error;
    return error instanceof Error ? unreachableIfSilent(error) : new Error(String(error));
  } finally {
    await client.end().catch(() => undefined);
  }
};

/** pg's own errors while connecting (its timeout, a connection that ended) have no code: nobody answered. */
const unreachableIfSilent = (error: Error): Error =>
  'code' in error ? error : Object.assign(new Error(error.message, { cause: error }), { code: 'ETIMEDOUT' });

const reasonOf = (error: Error): string => ('code' in error ? `${String(error.code)} ${error.message}` : error.message);
