/** A side's database is set back to a base backup that was taken in mid-run: its processes end before and start after it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Undone } from '../fault.js';
import type { Random } from '../random.js';
import { services, sideOf, type FaultSystem, type Side } from '../system.js';
import { BaseBackup } from '../tools/base-backup.js';
import { redisCommand } from '../tools/redis-command.js';

const restore = async (
  system: FaultSystem,
  random: Random,
  side: Side,
  meanwhile: () => Promise<void> = async () => undefined,
): Promise<Undone> => {
  const server = system.postgres[side].handle;
  const backup = await BaseBackup.take(server);
  await sleep(random.integer(300, 1_500)); // what happens now is lost to the database, and known to everybody else
  const workersCount = system.workers.of(side).length;
  await system.workers.killAll(side);
  const before = await system.commits(side);
  await backup.restore();
  await meanwhile();
  const left = new Set((await system.commits(side)).map(({ id }) => id));
  const commits = before.filter(({ id }) => !left.has(id));
  system.say(`the restore of the ${side} took back ${String(commits.length)} events`);
  await backup.remove();
  await Promise.all(Array.from({ length: workersCount }, () => system.workers.start(side)));
  return { commits, services: services.filter((service) => sideOf[service] === side) };
};

export const producersRestored: Fault = {
  name: 'producers-restored',
  purpose: "the producers' PostgreSQL is restored from an older base backup, the streams keep what it published since",
  inject: async (system, random) => restore(system, random, 'producers'),
};

export const consumersRestored: Fault = {
  name: 'consumers-restored',
  purpose: "the consumers' PostgreSQL is restored from an older base backup, within retention",
  inject: async (system, random) => restore(system, random, 'consumers'),
};

export const consumersRestoredAndFlushed: Fault = {
  name: 'consumers-restored-flushall',
  purpose: "the consumers' PostgreSQL is restored from an older base backup, and Redis flushed before they start again",
  inject: async (system, random) =>
    restore(system, random, 'consumers', async () => {
      await redisCommand(system.redis.handle.port, 'FLUSHALL');
      await sleep(random.integer(0, 1_000));
    }),
};
