import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault.js';
import { RedisReplica } from '../tools/redis-replica.js';

/**
 * Fails over to a replica that missed writes, and back: the old primary becomes its replica, and is promoted while writes go on.
 */
export const redisReplicaPromoted: Fault = {
  name: 'redis-replica-promoted',
  purpose: 'Redis fails over to a replica that was cut off and lacks the last writes, later back again',
  inject: async (system, random) => {
    const { redis } = system;
    const replica = await RedisReplica.follow(redis.handle);
    try {
      await sleep(random.integer(50, 300));
      replica.cutOff();
      await sleep(random.integer(50, 800));
      await replica.promote();
      redis.network.retarget(replica.server.port);
      system.say('the lagging replica is the primary');
      await sleep(random.integer(200, 800));

      const back = await RedisReplica.join(redis.handle, replica.server);
      await sleep(random.integer(0, 200));
      await back.promote();
      redis.network.retarget(redis.handle.port);
      system.say('the old primary is the primary again');
    } finally {
      await replica.stop();
    }
  },
};
