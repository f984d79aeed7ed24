/** Moves one slot of a Redis Cluster from node to node while clients use it, step by step as `redis-cli --cluster reshard` does. */
import { redisCommand, type RedisClusterHandle, type ServerHandle } from '@streampact/local';

export interface MovedSlot {
  readonly cluster: RedisClusterHandle;
  readonly slot: number;
  readonly from: ServerHandle;
  readonly to: ServerHandle;
  /** Called between the steps: keys that are there already answer ASK, those still here do not. */
  readonly between: () => Promise<void>;
}

const migrateMaxMs = '10000';

export const moveSlot = async ({ cluster, slot, from, to, between }: MovedSlot): Promise<void> => {
  const [source, target] = [await nodeId(from), await nodeId(to)];
  const number = String(slot);
  await redisCommand(to.port, 'CLUSTER', 'SETSLOT', number, 'IMPORTING', source);
  await redisCommand(from.port, 'CLUSTER', 'SETSLOT', number, 'MIGRATING', target);
  await between();
  for (;;) {
    const keys = (await redisCommand(from.port, 'CLUSTER', 'GETKEYSINSLOT', number, '10')) as string[]; // as Redis says
    if (keys.length === 0) break;
    await redisCommand(from.port, 'MIGRATE', '127.0.0.1', String(to.port), '', '0', migrateMaxMs, 'KEYS', ...keys);
    await between();
  }
  // The new owner first: it makes the change known to the others.
  for (const { port } of [to, from, ...cluster.primaries]) {
    await redisCommand(port, 'CLUSTER', 'SETSLOT', number, 'NODE', target);
  }
};

const nodeId = async ({ port }: ServerHandle): Promise<string> => String(await redisCommand(port, 'CLUSTER', 'MYID'));
