/** Which connection a command goes to: one for all, or that of the node which holds the key now. */
import { Redis } from 'ioredis';
import { failureOn, troubleOf } from './redis-connection.js';

export interface RedisNodes {
  /**
   * @param command – sends exactly one command, and at once: what is asked for in a row arrives in that row; it may be called
   * again with another connection, for a command that was not carried out
   */
  run<Answer>(key: string, command: (redis: Redis) => Promise<Answer>): Promise<Answer>;
  /** A connection to every node that keys may be on. */
  primaries(): Promise<readonly Redis[]>;
  /** Why a connection is not there at the moment; what fails says only that it is not. */
  readonly trouble: Error | undefined;
  close(): void;
}

export const oneNode = (redis: Redis): RedisNodes => ({
  run: async (_key, command) => {
    try {
      return await command(redis);
    } catch (error) {
      throw failureOn(redis, error);
    }
  },
  primaries: async () => [redis],
  get trouble() {
    return troubleOf(redis);
  },
  close: () => redis.disconnect(),
});

export const nodesOf = (redis: Redis | RedisNodes): RedisNodes => (redis instanceof Redis ? oneNode(redis) : redis);
