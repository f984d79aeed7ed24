/**
 * Redis replaces its primary by itself, with a replica that missed the last writes: in a Cluster of three by the votes of the
 * others, behind Sentinel by theirs. The old one is dead, or only sleeps and wakes up as a primary that nobody wants.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { redisCommand, type ServerHandle } from '@streampact/local';
import type { Fault } from '../fault.js';
import type { Random } from '../random.js';
import type { FaultSystem } from '../system.js';
import { allowReplicating, stopReplicating } from '../tools/stop-replicating.js';

const promotedWithinMs = 60_000;
const handBackEveryMs = 6_000;

export const redisClusterFailover: Fault = {
  name: 'redis-cluster-failover',
  purpose:
    'a Redis Cluster replaces a node that is killed or frozen with a replica that lacks the last writes, later back',
  redis: 'cluster',
  inject: async (system, random) => {
    const at = random.integer(0, 2);
    const { primaries, replicas } = system.redisCluster;
    const [primary, replica] = [primaries[at], replicas[at]?.[0]];
    if (!primary || !replica) throw new Error('The cluster has no such node.');
    await lose(system, random, { primary, replica });
    // Handed back on purpose: the new primary lets nobody write until the old one has everything.
    await until('it follows again', async () => (await replicationOf(primary)).includes('master_link_status:up'));
    let askedAt = 0;
    await until('it is the primary again', async () => {
      // The others do not vote twice in a short time, and Redis gives up after 5 s.
      if (performance.now() - askedAt > handBackEveryMs) {
        askedAt = performance.now();
        await redisCommand(primary.port, 'CLUSTER', 'FAILOVER');
      }
      return isPrimary(primary);
    });
    system.say('the old primary is the primary again');
  },
};

export const redisSentinelFailover: Fault = {
  name: 'redis-sentinel-failover',
  purpose: 'Sentinel replaces a Redis that is killed or frozen with a replica that lacks the last writes',
  redis: 'sentinels',
  inject: async (system, random) => {
    const sentinels = system.redisSentinels;
    const old = await sentinels.primary();
    const replica = sentinels.servers.find(({ port }) => port !== old.port);
    if (!replica) throw new Error('The primary has no replica.');
    await lose(system, random, { primary: old, replica });
  },
};

/** Until the replica is the primary, and the old one runs again. */
const lose = async (
  system: FaultSystem,
  random: Random,
  { primary, replica }: { readonly primary: ServerHandle; readonly replica: ServerHandle },
): Promise<void> => {
  await sleep(random.integer(0, 300));
  await stopReplicating(primary, replica);
  system.say('the replica hears nothing more');
  await sleep(random.integer(50, 800));
  const isKilled = random.next() < 0.5;
  if (isKilled) await primary.kill();
  else signal(primary, 'SIGSTOP');
  system.say(`the primary is ${isKilled ? 'killed' : 'frozen'}`);
  await until('the replica is promoted', async () => isPrimary(replica));
  system.say('the lagging replica is the primary');
  await allowReplicating(replica);
  await sleep(random.integer(200, 800));
  if (isKilled) await primary.restart();
  else signal(primary, 'SIGCONT');
  system.say('the old primary runs again');
  await until('the old primary has noticed', async () => !(await isPrimary(primary)));
};

const signal = ({ pid }: ServerHandle, name: NodeJS.Signals): void => {
  if (pid !== undefined) process.kill(pid, name);
};

const replicationOf = async ({ port }: ServerHandle): Promise<string> =>
  String(await redisCommand(port, 'INFO', 'replication'));

const isPrimary = async (server: ServerHandle): Promise<boolean> =>
  (await replicationOf(server)).includes('role:master');

const until = async (what: string, isSo: () => Promise<boolean>): Promise<void> => {
  for (const deadline = Date.now() + promotedWithinMs; !(await isSo().catch(() => false)); await sleep(50)) {
    if (Date.now() > deadline) throw new Error(`Waited ${String(promotedWithinMs)} ms in vain until ${what}.`);
  }
};
