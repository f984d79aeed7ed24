/** A side's database is set back to a base backup that was taken in mid-run: its processes end before and start after it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { redisCommand } from '@streampact/local';
import type { Fault, Undone } from '../fault.js';
import type { Random } from '../random.js';
import { services, sideOf, type FaultSystem, type ServiceName, type Side } from '../system.js';
import { BaseBackup } from '../tools/base-backup.js';

interface Steps {
  readonly afterBackup?: () => Promise<void>;
  readonly beforeStart?: () => Promise<void>;
}

/** A base backup, a restore and the restarts take seconds, and must be over before what they need is forgotten. */
const retentionMs = 300_000;

const restore = async (
  system: FaultSystem,
  random: Random,
  side: Side,
  { afterBackup, beforeStart }: Steps = {},
): Promise<Undone> => {
  const server = system.postgres[side].handle;
  const backup = await BaseBackup.take(server);
  await afterBackup?.();
  await sleep(random.integer(300, 1_500)); // what happens now is lost to the database, and known to everybody else
  const workersCount = system.workers.of(side).length;
  await system.workers.killAll(side);
  const before = await system.commits(side);
  await backup.restore();
  await beforeStart?.();
  const left = new Set((await system.commits(side)).map(({ id }) => id));
  const commits = before.filter(({ id }) => !left.has(id));
  system.say(`the restore of the ${side} took back ${String(commits.length)} events`);
  await backup.remove();
  await Promise.all(Array.from({ length: workersCount }, () => system.workers.start(side)));
  return { commits, services: servicesOf(side) };
};

const servicesOf = (side: Side): readonly ServiceName[] => services.filter((service) => sideOf[service] === side);

export const producersRestored: Fault = {
  name: 'producers-restored',
  purpose: "the producers' PostgreSQL is restored from an older base backup, the streams keep what it published since",
  retentionMs,
  inject: async (system, random) => restore(system, random, 'producers'),
};

export const consumersRestored: Fault = {
  name: 'consumers-restored',
  purpose: "the consumers' PostgreSQL is restored from an older base backup, within retention",
  retentionMs,
  inject: async (system, random) => restore(system, random, 'consumers'),
};

export const consumersRestoredAndFlushed: Fault = {
  name: 'consumers-restored-flushall',
  purpose: "the consumers' PostgreSQL is restored from an older base backup, and Redis flushed before they start again",
  retentionMs,
  inject: async (system, random) =>
    restore(system, random, 'consumers', {
      beforeStart: async () => {
        await redisCommand(system.redis.handle.port, 'FLUSHALL');
        await sleep(random.integer(0, 1_000));
      },
    }),
};

const aheadMs = 600_000;

export const producersRestoredWithClockAhead: Fault = {
  name: 'producers-restored-clock-ahead',
  purpose: "the same as producers-restored, and the database's clock was ten minutes ahead after the backup",
  retentionMs,
  inject: async (system, random) =>
    restore(system, random, 'producers', {
      afterBackup: async () => {
        for (const service of servicesOf('producers')) await stepWindows(system.databaseUrl(service));
      },
    }),
};

/** What a relay leaves behind that opened a window by a clock which was ahead: the next ones go on from there. */
const stepWindows = async (url: string): Promise<void> => {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined); // the next query reports it
  await client.connect();
  try {
    await client.query(
      `insert into outbox_window (no, era, ms, snap_from, snap_to, rows_count)
       select no + 1, era, ms + $1, snap_to, snap_to, 0 from outbox_window order by no desc limit 1
       on conflict do nothing`,
      [aheadMs],
    );
  } finally {
    await client.end();
  }
};
