/**
 * Pausing this service on a stream: a row of `consumer_pause`. Every instance looks once a second: what is in flight is
 * finished, nothing new is begun, retries neither. Leases stay, so that it goes on at once where it stopped.
 */
import type { Sql } from '../database/sql.js';

/** @returns false if the stream was paused already. A crash before the caller's commit changes nothing. */
export const pauseStream = async (sql: Sql, stream: string): Promise<boolean> => {
  const result = await sql.query('insert into consumer_pause (stream) values ($1) on conflict do nothing', [stream]);
  return result.rowCount === 1;
};

/** @returns false if the stream was not paused */
export const resumeStream = async (sql: Sql, stream: string): Promise<boolean> => {
  const result = await sql.query('delete from consumer_pause where stream = $1', [stream]);
  return result.rowCount === 1;
};

/** Since when each paused stream is paused. */
export const pausedStreams = async (sql: Sql): Promise<ReadonlyMap<string, Date>> => {
  const result = await sql.query<{ stream: string; paused_at: Date }>('select stream, paused_at from consumer_pause');
  return new Map(result.rows.map(({ stream, paused_at }) => [stream, paused_at]));
};
