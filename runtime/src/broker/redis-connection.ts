import { Redis } from 'ioredis';

/**
 * A connection for loops that try again by themselves: while Redis is away a command fails at once instead of waiting
 * unseen in ioredis' queue, so that the loop can say so and back off. Reconnecting goes on for ever.
 * @param options.commandTimeoutMs – a connection that is black-holed must not hang a loop; none for blocking commands
 */
export const connectRedis = (url: string, options: { name: string; commandTimeoutMs?: number }): Redis => {
  const redis = new Redis(url, {
    connectionName: options.name,
    maxRetriesPerRequest: 0,
    connectTimeout: 3_000,
    retryStrategy: (attempt) => Math.min(50 * attempt, 500),
    // The command fails, and the connection with it: one whose other side has vanished would let each command time out for ever.
    ...(options.commandTimeoutMs === undefined
      ? {}
      : { commandTimeout: options.commandTimeoutMs, socketTimeout: options.commandTimeoutMs }),
  });
  redis.on('error', ignoreConnectionError);
  return redis;
};

/** The command that fails reports it. */
const ignoreConnectionError = (): void => undefined;
