/**
 * An end for what PostgreSQL does not answer. A connection whose other side vanished without a word (cable, firewall, frozen
 * server) would be waited on for as long as TCP tries, a quarter of an hour. Past the deadline its socket is destroyed: what
 * waits on it fails, the pool drops it, and the server rolls back what it still holds when it notices or its own limits end it.
 * Only a COMMIT may have happened and not be known: whoever sent it must look.
 */
import type { Socket } from 'node:net';
import type { Pool, PoolClient, QueryConfig, QueryResult, QueryResultRow } from 'pg';
import { DatabaseSilentError } from '../errors/errors.js';
import type { Sql } from './sql.js';

/** Longer than any statement of this library takes on a busy server. */
export const answerMaxMsDefault = 15_000;

/** Destroys the connection of `client` if `asked` is not settled in time. @throws DatabaseSilentError – then; or what `asked` throws */
export const answeredWithin = async <Answer>(
  client: PoolClient,
  ms: number,
  asked: Promise<Answer>,
): Promise<Answer> => {
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    socketOf(client).destroy();
  }, ms);
  try {
    const answer = await asked;
    if (isLate) throw new DatabaseSilentError(ms); // it told of the failures in its result
    return answer;
  } catch (error) {
    throw isLate && !(error instanceof DatabaseSilentError) ? new DatabaseSilentError(ms, { cause: error }) : error;
  } finally {
    clearTimeout(timer);
  }
};

/** Waits for `connecting` no longer than `ms`; a connection that comes later goes to `giveBack`. @throws DatabaseSilentError */
export const connectedWithin = async <Connection>(
  ms: number,
  connecting: Promise<Connection>,
  giveBack: (late: Connection) => unknown,
): Promise<Connection> => {
  let timer: NodeJS.Timeout | undefined;
  let isLate = false;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      isLate = true;
      reject(new DatabaseSilentError(ms));
    }, ms);
  });
  connecting.then(
    (connection) => isLate && giveBack(connection),
    () => undefined,
  );
  try {
    return await Promise.race([connecting, deadline]);
  } finally {
    clearTimeout(timer);
  }
};

/** The pool with a deadline for each statement. */
export const withDeadline = (pool: Pool, ms: number): Sql => ({
  query: async <Row extends QueryResultRow>(statement: string | QueryConfig, values?: unknown[]) => {
    const client = await connectedWithin(ms, pool.connect(), (late) => late.release());
    return askOnce<Row>(client, ms, statement, values);
  },
});

const askOnce = async <Row extends QueryResultRow>(
  client: PoolClient,
  ms: number,
  statement: string | QueryConfig,
  values: unknown[] | undefined,
): Promise<QueryResult<Row>> => {
  client.on('error', ignoreConnectionError);
  let isWell = false;
  try {
    const result = await answeredWithin(client, ms, client.query<Row>(statement, values));
    isWell = true;
    return result;
  } finally {
    if (isWell) client.off('error', ignoreConnectionError); // else an error may still come while it closes
    client.release(!isWell);
  }
};

/** One connection that is kept, so that it never stands in line behind others; after an error another one is opened. */
export class HeldConnection implements Sql {
  #client: PoolClient | undefined;

  constructor(
    readonly pool: Pool,
    readonly answerMaxMs: number,
  ) {}

  async query<Row extends QueryResultRow>(
    statement: string | QueryConfig,
    values?: unknown[],
  ): Promise<QueryResult<Row>> {
    const client = (this.#client ??= await this.#connect());
    try {
      return await answeredWithin(client, this.answerMaxMs, client.query<Row>(statement, values));
    } catch (error) {
      if (this.#client === client) this.close();
      throw error;
    }
  }

  close(): void {
    this.#client?.release(true);
    this.#client = undefined;
  }

  async #connect(): Promise<PoolClient> {
    const client = await connectedWithin(this.answerMaxMs, this.pool.connect(), (late) => late.release());
    client.on('error', ignoreConnectionError);
    return client;
  }
}

/**
 * The same for a loop that holds a connection and says at every turn that it was answered. The limit doubles each time it was
 * reached, for the statement may have been slow, not lost: a window over an outage of days holds many millions of rows.
 */
export class SilenceWatch {
  readonly #shortestMs: number;
  #limitMs: number;
  #heardAt = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(limitMs: number) {
    this.#shortestMs = limitMs;
    this.#limitMs = limitMs;
  }

  begin(client: PoolClient): void {
    this.#heardAt = performance.now();
    this.#timer = setInterval(() => {
      if (performance.now() - this.#heardAt < this.#limitMs) return;
      this.#limitMs = Math.min(this.#limitMs * 2, limitMaxMs);
      this.end();
      socketOf(client).destroy();
    }, this.#shortestMs / 4);
  }

  heard(): void {
    this.#heardAt = performance.now();
  }

  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/** Nothing is waited for longer than this. */
const limitMaxMs = 600_000;

/** The next statement reports it. */
const ignoreConnectionError = (): void => undefined;

/** pg's types leave out `connection`. */
export const socketOf = (client: PoolClient): Socket =>
  (client as PoolClient & { connection: { stream: Socket } }).connection.stream;
