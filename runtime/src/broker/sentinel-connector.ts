/**
 * Finds the primary through Sentinels as ioredis does, and hears what ioredis does not: the errors of its connections to them. Those
 * that ask for the primary end in "Connection is closed"; those that wait for a failover write each error to standard error.
 */
import { SentinelConnector, type Redis, type SentinelConnectionOptions } from 'ioredis';

type ConnectToSentinel = (...values: readonly unknown[]) => Redis;

/** @param listen – to the errors of each connection, before it is made */
export const listeningConnector = (listen: (sentinel: Redis) => void): new (options: unknown) => SentinelConnector =>
  class extends SentinelConnector {
    constructor(options: unknown) {
      super(options as SentinelConnectionOptions); // ioredis gives a connector the options of its connection
      // A private method of ioredis 6.0.0 (SentinelConnector/index.js), through which each of these connections is made.
      const connect = Reflect.get(this, 'connectToSentinel') as ConnectToSentinel;
      Reflect.set(this, 'connectToSentinel', (...values: readonly unknown[]) => {
        const sentinel = Reflect.apply(connect, this, values);
        listen(sentinel);
        return sentinel;
      });
    }
  };
