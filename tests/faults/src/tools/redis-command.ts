/** One command to a Redis server, on a connection of its own that leaves nothing behind. */
import { Redis } from 'ioredis';

export const redisCommand = async (port: number, name: string, ...values: string[]): Promise<unknown> => {
  const redis = new Redis({
    port,
    host: '127.0.0.1',
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    commandTimeout: 5_000,
  });
  redis.on('error', () => undefined); // the command fails and says so
  try {
    return await redis.call(name, ...values);
  } finally {
    redis.disconnect();
  }
};
