/** A zombie of an older program, or an operator's tool, reads and acknowledges entries of a group under its name. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { subscriptions } from '../contract/hosted.js';
import type { Fault } from '../fault.js';

export const foreignReader: Fault = {
  name: 'foreign-reader',
  purpose: 'XREADGROUP and XACK of entries by a foreign client in the services’ own groups',
  inject: async (system, random) => {
    const redis = new Redis(system.redis.handle.url, { maxRetriesPerRequest: 1 });
    redis.on('error', () => undefined);
    let entries = 0;
    try {
      for (let reads = random.integer(20, 60); reads > 0; reads--) {
        const { group, stream } = random.pick(subscriptions);
        const key = random.pick(system.streamKeys().filter((one) => one.startsWith(`${system.keyPrefix}${stream}.`)));
        const found = await redis
          .xreadgroup('GROUP', group, 'zombie', 'COUNT', 50, 'STREAMS', key, '>')
          .catch(() => null); // NOGROUP: not created yet
        const ids = readIds(found);
        entries += ids.length;
        if (ids.length > 0 && random.next() < 0.5) await redis.xack(key, group, ...ids);
        await sleep(random.integer(5, 60));
      }
    } finally {
      redis.disconnect();
    }
    system.say(`a foreign client took ${String(entries)} entries`);
  },
};

/** XREADGROUP answers with pairs of a stream and its entries, null when there are none. */
const readIds = (found: unknown): readonly string[] => {
  if (!Array.isArray(found)) return [];
  return (found as [string, [string, string[]][]][]).flatMap(([, entries]) => entries.map(([id]) => id));
};
