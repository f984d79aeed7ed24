/** Redis as the broker of one process: a connection for the relay, one for the blocking read, one for all the rest. */
import type { Redis } from 'ioredis';
import type { Broker } from './broker.js';
import { connectRedis } from './redis-connection.js';
import { RedisConsumerBroker } from './redis-consumer-broker.js';
import { RedisRelayBroker } from './redis-relay-broker.js';

/** A connection that is black-holed must not hang a loop. */
const commandTimeoutMs = 5_000;

/** @param name – begins the names of the connections in Redis' CLIENT LIST */
export const redisBroker = (url: string, name: string): Broker => {
  const connections: Redis[] = [];
  const connect = (role: string, timeout: { commandTimeoutMs?: number }): Redis => {
    const connection = connectRedis(url, { name: `${name}-${role}`, ...timeout });
    connections.push(connection);
    return connection;
  };
  return {
    relay: new RedisRelayBroker(connect('relay', { commandTimeoutMs })),
    consumer: new RedisConsumerBroker({
      blocking: connect('reader', {}),
      commands: connect('consumer', { commandTimeoutMs }),
    }),
    close: () => {
      for (const connection of connections) connection.disconnect();
    },
  };
};
