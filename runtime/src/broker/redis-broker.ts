/**
 * Redis as the broker of one process. One server, or a primary that Sentinel names: a connection for the relay, one for the
 * blocking read, one for all the rest. A Cluster: a connection to each node for the relay and for the rest, one to read each stream.
 */
import type { BlockingReads } from './blocking-reads.js';
import type { Broker } from './broker.js';
import { ClusterNodes, hostOf } from './cluster-nodes.js';
import { ClusterReads } from './cluster-reads.js';
import { OneConnectionReads } from './one-connection-reads.js';
import { parseRedisAddress, type RedisAddress } from './redis-address.js';
import { connectNode, connectRedis } from './redis-connection.js';
import { RedisConsumerBroker } from './redis-consumer-broker.js';
import { oneNode, type RedisNodes } from './redis-nodes.js';
import { RedisRelayBroker } from './redis-relay-broker.js';

/** A connection that is black-holed must not hang a loop. */
const commandTimeoutMs = 5_000;

/**
 * @param address – as text in one of the forms of REDIS_URL, or taken apart
 * @param name – begins the names of the connections in Redis' CLIENT LIST
 * @throws RedisAddressError
 */
export const redisBroker = (address: string | RedisAddress, name: string): Broker => {
  const { relay, commands, reads } = connections(
    typeof address === 'string' ? parseRedisAddress(address) : address,
    name,
  );
  return {
    relay: new RedisRelayBroker(relay),
    consumer: new RedisConsumerBroker({ reads, nodes: commands }),
    close: () => {
      relay.close();
      commands.close();
      reads.close();
    },
  };
};

/** The connections of a process that does nothing but send commands. @throws RedisAddressError */
export const redisNodes = (
  address: string | RedisAddress,
  options: { readonly name: string; readonly commandTimeoutMs?: number },
): RedisNodes => {
  const place = typeof address === 'string' ? parseRedisAddress(address) : address;
  const all = { commandTimeoutMs, ...options };
  return place.kind === 'cluster' ? new ClusterNodes(place, all) : oneNode(connectRedis(place, all));
};

const connections = (
  address: RedisAddress,
  name: string,
): { readonly relay: RedisNodes; readonly commands: RedisNodes; readonly reads: BlockingReads } => {
  const relay = redisNodes(address, { name: `${name}-relay` });
  const reader = { name: `${name}-reader` };
  if (address.kind === 'cluster') {
    const nodes = new ClusterNodes(address, { name: `${name}-consumer`, commandTimeoutMs });
    const reads = new ClusterReads({ nodes, connect: (place) => connectNode(address, hostOf(place), reader) });
    return { relay, commands: nodes, reads };
  }
  const commands = connectRedis(address, { name: `${name}-consumer`, commandTimeoutMs });
  return {
    relay,
    commands: oneNode(commands),
    reads: new OneConnectionReads({ blocking: connectRedis(address, reader), commands }),
  };
};
