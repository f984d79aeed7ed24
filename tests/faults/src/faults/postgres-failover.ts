/** A PostgreSQL fails over to its synchronous standby under load, and later back again. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault.js';
import type { Random } from '../random.js';
import type { FaultSystem, Side } from '../system.js';
import { PostgresStandby, setOn } from '../tools/postgres-standby.js';

/**
 * Nobody tells the services: their URL names both hosts. In between the old primary comes back on its own data, as a machine that
 * restarts does; it is made to take commits without its standby, and a service that wrote there would lose what it was told is safe.
 */
const failOverAndBack = async (system: FaultSystem, random: Random, side: Side): Promise<void> => {
  const { handle: first, home, network, standbyNetwork } = system.postgres[side];
  const second = await PostgresStandby.follow(first, { name: 'db2', isSynchronous: true });
  try {
    standbyNetwork.retarget(second.server.port);
    standbyNetwork.refuse(false);
    await sleep(random.integer(100, 800));

    system.say(`kill -9 of the primary of the ${side}`);
    await first.kill();
    await sleep(random.integer(0, 500));
    await second.promote();
    system.say('the standby is the primary');
    await sleep(random.integer(300, 1_500));

    await first.restart();
    await setOn(first, `synchronous_standby_names = ''`);
    system.say('the old primary is back, and takes itself for the primary');
    standbyNetwork.refuse(true);
    standbyNetwork.cut();
    await sleep(random.integer(200, 700));
    standbyNetwork.refuse(false);
    system.say('the new primary was out of reach for a moment');
    await system.workers.of(side)[0]?.kill();
    await system.workers.start(side); // it has seen nothing yet, and both take writes

    const back = await PostgresStandby.rejoin(first, home, second.server, { name: 'db1', isSynchronous: true });
    system.say('the old primary is a synchronous standby');
    await sleep(random.integer(100, 800));
    await second.server.kill();
    await sleep(random.integer(0, 500));
    await back.promote();
    network.cut();
    system.say('the old primary is the primary again');
    await sleep(random.integer(100, 500));
  } finally {
    await second.stop();
  }
};

const failover = (side: Side): Fault => ({
  name: `postgres-failover-${side}`,
  purpose: `the ${side}' PostgreSQL is killed, its synchronous standby promoted; the old primary comes back, follows, and takes over again`,
  hasStandby: true,
  inject: async (system, random) => failOverAndBack(system, random, side),
});

export const postgresFailover: readonly Fault[] = [failover('producers'), failover('consumers')];
