/** A PostgreSQL stands still under load, its synchronous standby is promoted, and then it goes on as if nothing had been. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault.js';
import type { Random } from '../random.js';
import type { FaultSystem, Side } from '../system.js';
import { freezeServer } from '../tools/freeze-server.js';
import { PostgresStandby, setOn } from '../tools/postgres-standby.js';

/**
 * Nothing ends when a server freezes: connections stay, with transactions on them, and when it wakes up it answers what it was asked
 * before, as the primary that it was. First as it is configured, when no commit on it can be answered; later, with nobody left who
 * was connected before, it is made to take commits without its standby. A service that believed it would lose what it was told is safe.
 */
const freezeAndPromote = async (system: FaultSystem, random: Random, side: Side): Promise<void> => {
  const { handle: first, home, network, standbyNetwork } = system.postgres[side];
  const second = await PostgresStandby.follow(first, { name: 'db2', isSynchronous: true });
  let thaw: () => void = () => undefined;
  try {
    standbyNetwork.retarget(second.server.port);
    standbyNetwork.refuse(false);
    await sleep(random.integer(100, 800));

    thaw = freezeServer(first);
    system.say(`SIGSTOP of the primary of the ${side}`);
    await sleep(random.integer(0, 1_500));
    await second.promote();
    system.say('the standby is the primary');
    // Shorter and longer than a service waits for an answer.
    await sleep(random.integer(200, 6_000));
    thaw();
    system.say('SIGCONT of the old primary, which takes itself for the primary; connections of before are still there');
    await sleep(random.integer(200, 4_000));

    network.cut();
    await setOn(first, `synchronous_standby_names = ''`);
    system.say('the old primary takes commits without a standby');
    await sleep(random.integer(200, 1_500));
    await system.workers.of(side)[0]?.kill();
    await system.workers.start(side); // it has seen nothing yet, and both take writes

    const back = await PostgresStandby.rejoin(first, home, second.server, { name: 'db1', isSynchronous: true });
    await sleep(random.integer(100, 800));
    await second.server.kill();
    await back.promote();
    network.cut();
    system.say('the old primary is the primary again');
    await sleep(random.integer(100, 500));
  } finally {
    thaw();
    await second.stop();
  }
};

const frozen = (side: Side): Fault => ({
  name: `postgres-frozen-${side}`,
  purpose: `the ${side}' PostgreSQL is frozen, its synchronous standby promoted; the old primary wakes up, and is left alone by everybody`,
  hasStandby: true,
  inject: async (system, random) => freezeAndPromote(system, random, side),
});

export const postgresFrozen: readonly Fault[] = [frozen('producers'), frozen('consumers')];
