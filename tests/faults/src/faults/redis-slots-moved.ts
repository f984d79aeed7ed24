import { setTimeout as sleep } from 'node:timers/promises';
import { slotOf } from '@streampact/runtime';
import { redisCommand } from '@streampact/local';
import type { Fault } from '../fault.js';
import { moveSlot } from '../tools/move-slot.js';

/** Streams go from node to node of a Redis Cluster, some of them several times, while they are written and read. */
export const redisSlotsMoved: Fault = {
  name: 'redis-cluster-slots-moved',
  purpose: 'slots that hold streams move between the nodes of a Redis Cluster, with pauses in the middle',
  redis: 'cluster',
  inject: async (system, random) => {
    const cluster = system.redisCluster;
    for (let moves = random.integer(4, 10); moves > 0; moves--) {
      const key = random.pick(system.streamKeys());
      const slot = slotOf(key);
      const places = await Promise.all(
        cluster.primaries.map(async (node) => ({ node, isHere: await holds(node.port, slot) })),
      );
      const from = places.find(({ isHere }) => isHere)?.node;
      if (!from) throw new Error(`No node holds slot ${String(slot)}.`);
      const to = random.pick(places.filter(({ isHere }) => !isHere)).node;
      system.say(`slot ${String(slot)} of ${key} moves from port ${String(from.port)} to ${String(to.port)}`);
      await moveSlot({ cluster, slot, from, to, between: async () => sleep(random.integer(0, 300)) });
      await sleep(random.integer(0, 200));
    }
  },
};

/** Whether the node says that it is in charge of the slot. */
const holds = async (port: number, slot: number): Promise<boolean> => {
  const nodes = String(await redisCommand(port, 'CLUSTER', 'NODES'));
  const mine = nodes.split('\n').find((line) => line.includes('myself')) ?? '';
  return mine
    .split(' ')
    .slice(8)
    .some((range) => {
      const [first, last = first] = range.split('-').map(Number);
      return first !== undefined && last !== undefined && first <= slot && slot <= last;
    });
};
