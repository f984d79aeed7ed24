/** Redis of more than one server, for the faults that need it: made for one run, and gone after it. */
import {
  startRedisCluster,
  startRedisSentinels,
  type RedisClusterHandle,
  type RedisSentinelsHandle,
  type ServerHandle,
} from '@streampact/local';

export type RedisGroup = RedisClusterHandle | RedisSentinelsHandle;
export type RedisGroupKind = 'cluster' | 'sentinels';

const settings = { appendonly: 'yes', appendfsync: 'everysec', 'maxmemory-policy': 'noeviction' };

/** Three primaries, each with a replica; or a primary with a replica and three Sentinels. */
export const startRedisGroup = async (kind: RedisGroupKind): Promise<RedisGroup> =>
  kind === 'cluster' ? startRedisCluster({ replicas: 1, settings }) : startRedisSentinels({ settings });

export const serversOf = (group: RedisGroup): readonly ServerHandle[] =>
  'nodes' in group ? group.nodes : [...group.sentinels, ...group.servers];

/** Everybody runs. Who is whose replica is theirs to settle. */
export const healGroup = async (group: RedisGroup): Promise<void> => {
  for (const server of serversOf(group)) {
    if (server.pid === undefined) await server.restart();
    else process.kill(server.pid, 'SIGCONT');
  }
};
