/** Stores that have to behave alike, and what others do to them: foreign programs, operators, accidents. */
import { redisBroker, redisNodes, type Broker } from '@streampact/runtime';
import { memoryBroker } from '@streampact/runtime/testing';
import type { Redis } from 'ioredis';
import { startRedis, startRedisCluster, type ServerHandle } from '../../infrastructure/test-infrastructure.js';

export interface Store {
  /** The connections of one process; closed with the store. */
  readonly connect: () => Broker;
  /** Entry ids of a stream, oldest first. */
  readonly ids: (key: string) => Promise<readonly string[]>;
  /** Fields of an entry: name, value, name, value … */
  readonly fieldsOf: (key: string, id: string) => Promise<readonly string[]>;
  /** Appends an entry as a foreign program would. @returns its id */
  readonly appendForeign: (key: string) => Promise<string>;
  /** Delivers entries to a foreign reader of a group, who never acknowledges them. @returns their ids */
  readonly readForeign: (key: string, group: string, count: number) => Promise<readonly string[]>;
  readonly loseEverything: () => Promise<void>;
  readonly loseTail: (key: string, count: number) => Promise<void>;
  readonly deleteStream: (key: string) => Promise<void>;
  readonly destroyGroup: (key: string, group: string) => Promise<void>;
  readonly refuse: (refusal: 'OOM' | 'READONLY') => Promise<void>;
  /** What it says of itself when it is read-only. */
  readonly readOnlyError: string;
  readonly freeze: () => Promise<void>;
  /** Ends refusals and the freeze. */
  readonly heal: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export type OpenStore = () => Promise<Store>;

/** A server of its own: some tests fill, freeze and empty it. */
export const openRedis: OpenStore = async () => {
  const server = await startRedis();
  return openServers([server], {
    url: server.url,
    readOnly: {
      error: 'READONLY',
      begin: async (redis) => redis.replicaof('127.0.0.1', '1'),
      end: async (redis) => redis.replicaof('NO', 'ONE'),
    },
    stop: async () => server.stop(),
  });
};

/** Three nodes; what happens to the store happens to all of them. */
export const openRedisCluster: OpenStore = async () => {
  // A frozen or refusing node is not replaced here: there is none to replace it.
  const cluster = await startRedisCluster({ nodeTimeoutMs: 60_000 });
  return openServers(cluster.nodes, {
    url: cluster.url,
    // A replica says MOVED. A primary is read-only when it lacks replicas that it was told to have.
    readOnly: {
      error: 'NOREPLICAS',
      begin: async (redis) => redis.config('SET', 'min-replicas-to-write', '1'),
      end: async (redis) => redis.config('SET', 'min-replicas-to-write', '0'),
    },
    stop: async () => cluster.stop(),
  });
};

interface RedisServers {
  readonly url: string;
  readonly readOnly: {
    readonly error: string;
    readonly begin: (redis: Redis) => Promise<unknown>;
    readonly end: (redis: Redis) => Promise<unknown>;
  };
  readonly stop: () => Promise<void>;
}

const openServers = (servers: readonly ServerHandle[], { url, readOnly, stop }: RedisServers): Store => {
  const nodes = redisNodes(url, { name: 'conformance' });
  const onKey = async <Answer>(key: string, command: (redis: Redis) => Promise<Answer>): Promise<Answer> =>
    nodes.run(key, command);
  const everywhere = async (command: (redis: Redis) => Promise<unknown>): Promise<void> => {
    for (const redis of await nodes.primaries()) await command(redis);
  };
  const brokers: Broker[] = [];
  return {
    connect: () => {
      const broker = redisBroker(url, 'conformance');
      brokers.push(broker);
      return broker;
    },
    ids: async (key) => (await onKey(key, async (redis) => redis.xrange(key, '-', '+'))).map(([id]) => id),
    fieldsOf: async (key, id) => (await onKey(key, async (redis) => redis.xrange(key, id, id)))[0]?.[1] ?? [],
    appendForeign: async (key) => String(await onKey(key, async (redis) => redis.xadd(key, '*', 'who', 'foreign'))),
    readForeign: async (key, group, count) => {
      const read = await onKey(key, async (redis) =>
        redis.xreadgroup('GROUP', group, 'foreign', 'COUNT', count, 'STREAMS', key, '>'),
      );
      // ioredis leaves the answer's type open: [[key, [[id, fields], …]]].
      const [first] = (read ?? []) as [key: string, entries: [id: string, fields: string[]][]][];
      return (first?.[1] ?? []).map(([id]) => id);
    },
    loseEverything: async () => everywhere(async (redis) => redis.flushall()),
    loseTail: async (key, count) => {
      await onKey(key, async (redis) => redis.eval(loseTail, 1, key, count));
    },
    deleteStream: async (key) => void (await onKey(key, async (redis) => redis.del(key))),
    destroyGroup: async (key, group) => void (await onKey(key, async (redis) => redis.xgroup('DESTROY', key, group))),
    refuse: async (refusal) =>
      everywhere(async (redis) => (refusal === 'OOM' ? redis.config('SET', 'maxmemory', '1') : readOnly.begin(redis))),
    readOnlyError: readOnly.error,
    freeze: async () => servers.forEach((server) => signal(server, 'SIGSTOP')),
    heal: async () => {
      servers.forEach((server) => signal(server, 'SIGCONT'));
      await everywhere(async (redis) => {
        await redis.config('SET', 'maxmemory', '0');
        await readOnly.end(redis);
      });
    },
    close: async () => {
      for (const broker of brokers) broker.close();
      nodes.close();
      await stop();
    },
  };
};

const signal = ({ pid }: ServerHandle, name: NodeJS.Signals): void => {
  if (pid !== undefined) process.kill(pid, name);
};

/** As after a start from an AOF whose end was cut off. */
const loseTail = `
  local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', ARGV[1])
  for _, entry in ipairs(last) do redis.call('XDEL', KEYS[1], entry[1]) end
  local left = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
  if #left > 0 then redis.call('XSETID', KEYS[1], left[1][1]) else redis.call('DEL', KEYS[1]) end`;

export const openMemory: OpenStore = async () => {
  const broker = memoryBroker();
  const connections: Broker[] = [];
  return {
    connect: () => {
      const connection = broker.connect();
      connections.push(connection);
      return connection;
    },
    ids: async (key) => broker.entries(key).map(({ id }) => id),
    fieldsOf: async (key, id) => broker.entries(key).find((entry) => entry.id === id)?.fields ?? [],
    appendForeign: async (key) => broker.append(key, ['who', 'foreign']),
    readForeign: async (key, group, count) => broker.readGroup(key, group, 'foreign', count).map(({ id }) => id),
    loseEverything: async () => broker.loseEverything(),
    loseTail: async (key, count) => broker.loseTail(key, count),
    deleteStream: async (key) => broker.deleteStream(key),
    destroyGroup: async (key, group) => broker.destroyGroup(key, group),
    refuse: async (refusal) => broker.refuse(refusal),
    readOnlyError: 'READONLY',
    freeze: async () => broker.freeze(),
    heal: async () => broker.heal(),
    close: async () => {
      for (const connection of connections) connection.close();
    },
  };
};
