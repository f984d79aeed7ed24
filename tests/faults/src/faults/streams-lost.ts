/** Redis loses what the system needs, by a command: everything, one stream, or the groups of streams. */
import { setTimeout as sleep } from 'node:timers/promises';
import { redisCommand } from '@streampact/local';
import { subscriptions } from '../contract/hosted.js';
import type { Fault } from '../fault.js';
import type { Random } from '../random.js';
import type { FaultSystem } from '../system.js';

const lost = (
  name: string,
  purpose: string,
  lose: (command: (...words: string[]) => Promise<unknown>, system: FaultSystem, random: Random) => Promise<void>,
): Fault => ({
  name,
  purpose,
  inject: async (system, random) => {
    const command = async (first: string, ...words: string[]): Promise<unknown> => {
      system.say([first, ...words].join(' '));
      return redisCommand(system.redis.handle.port, first, ...words);
    };
    for (let times = random.integer(1, 4); times > 0; times--) {
      await lose(async (...words) => command(words[0] ?? '', ...words.slice(1)), system, random);
      await sleep(random.integer(20, 600));
    }
  },
});

export const streamsLost: readonly Fault[] = [
  lost('redis-flushall', 'FLUSHALL, up to four times', async (command) => {
    await command('FLUSHALL');
  }),
  lost('stream-deleted', 'DEL of some streams, up to four times', async (command, system, random) => {
    const keys = system.streamKeys().filter(() => random.next() < 0.2);
    if (keys.length > 0) await command('DEL', ...keys);
  }),
  lost('group-destroyed', 'XGROUP DESTROY of some groups, up to four times', async (command, system, random) => {
    for (const key of system.streamKeys()) {
      const group = subscriptions.find(({ stream }) => key.startsWith(`${system.keyPrefix}${stream}.`))?.group;
      // The stream may not be there: then there is nothing to destroy.
      if (group && random.next() < 0.4) await command('XGROUP', 'DESTROY', key, group).catch(() => undefined);
    }
  }),
];
