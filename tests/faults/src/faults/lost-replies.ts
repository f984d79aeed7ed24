/** A request is carried out, and its connection ends before the reply: who asked cannot know whether it was. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault.js';
import type { Random } from '../random.js';
import { sides, type Network } from '../system.js';
import { isAppend, isCommit } from '../tools/requests.js';

/** A request of this kind may not come while everything waits for something else. */
const waitMaxMs = 1_000;

const loseReplies = async (
  network: Network,
  random: Random,
  isMeant: (request: Buffer) => boolean,
): Promise<number> => {
  let lost = 0;
  for (let times = random.integer(3, 10); times > 0; times--) {
    const hasHappened = network.loseNextReply(isMeant);
    const deadline = Date.now() + waitMaxMs;
    while (!hasHappened() && Date.now() < deadline) await sleep(5);
    if (hasHappened()) lost++;
    await sleep(random.integer(0, 150));
  }
  network.heal();
  return lost;
};

export const appendReplyLost: Fault = {
  name: 'append-reply-lost',
  purpose: 'the relay appends, and the connection to Redis ends before the reply',
  inject: async (system, random) => {
    const { redis } = system;
    const lost = await loseReplies(redis.network, random, isAppend);
    system.say(`${String(lost)} replies to an append were lost`);
  },
};

export const commitReplyLost: Fault = {
  name: 'commit-reply-lost',
  purpose: 'a transaction commits, and the connection to PostgreSQL ends before the reply',
  inject: async (system, random) => {
    const { postgres } = system;
    const side = random.pick(sides);
    const lost = await loseReplies(postgres[side].network, random, isCommit);
    system.say(`${String(lost)} replies to a COMMIT of the ${side} were lost`);
  },
};
