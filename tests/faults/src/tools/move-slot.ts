/** Moves one slot of a Redis Cluster from node to node while clients use it, step by step as `redis-cli --cluster reshard` does. */
import type { RedisClusterHandle, ServerHandle } from '@streampact/local';

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
  const nodeId = async (node: ServerHandle): Promise<string> => String(await cluster.command(node, 'CLUSTER', 'MYID'));
  const [source, target] = [await nodeId(from), await nodeId(to)];
  const { admin } = cluster.guard.users ?? {};
  const login = admin ? ['AUTH2', admin.username, admin.password] : [];
  const address = [cluster.guard.host ?? '127.0.0.1', String(to.port)];
  const number = String(slot);
  await cluster.command(to, 'CLUSTER', 'SETSLOT', number, 'IMPORTING', source);
  await cluster.command(from, 'CLUSTER', 'SETSLOT', number, 'MIGRATING', target);
  await between();
  for (;;) {
    const keys = (await cluster.command(from, 'CLUSTER', 'GETKEYSINSLOT', number, '10')) as string[]; // as Redis says
    if (keys.length === 0) break;
    await cluster.command(from, 'MIGRATE', ...address, '', '0', migrateMaxMs, ...login, 'KEYS', ...keys);
    await between();
  }
  // The new owner first: it makes the change known to the others.
  for (const node of [to, from, ...cluster.primaries]) {
    await cluster.command(node, 'CLUSTER', 'SETSLOT', number, 'NODE', target);
  }
};
