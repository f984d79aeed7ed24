/** One partition of a stream keeps what the others of its windows forget; when the stream is lost, it comes back as it was. */
import { setTimeout as sleep } from 'node:timers/promises';
import { redisCommand } from '@streampact/local';
import { subscriptions } from '../contract/hosted.js';
import { retentionMs } from '../contract/short-times.js';
import type { Fault } from '../fault.js';

export const partitionHeldAndFlushed: Fault = {
  name: 'partition-held-flushall',
  purpose: 'a group that never reads holds one partition of each stream for longer than the retention; then FLUSHALL',
  inject: async (system, random) => {
    const { port } = system.redis.handle;
    for (const stream of new Set(subscriptions.map((one) => one.stream))) {
      // Not its dead letters: their keys end with a name.
      const partitions = new RegExp(`^${system.keyPrefix}${stream}\\.\\d+$`);
      const key = random.pick(system.streamKeys().filter((one) => partitions.test(one)));
      system.say(`a group of nobody holds ${key}`);
      await redisCommand(port, 'XGROUP', 'CREATE', key, 'archive', '0', 'MKSTREAM');
    }
    await sleep(retentionMs + random.integer(600, 1_500));
    await redisCommand(port, 'FLUSHALL');
    await sleep(random.integer(0, 800));
  },
};
