/** What the network does to the connections of Redis, and of one of the PostgreSQL servers. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault.js';
import type { Random } from '../random.js';
import { sides, type FaultSystem, type Network } from '../system.js';

/** Longer than every timeout that the runtime has for an answer: commands 5 s, a blocking read 3 s. */
const longerThanTimeoutsMs = { min: 5_500, max: 7_000 };

interface Kind {
  readonly name: string;
  readonly what: string;
  readonly happen: (network: Network, random: Random) => Promise<void>;
}

const kinds: readonly Kind[] = [
  {
    name: 'cut',
    what: 'every connection is reset, again and again',
    happen: async (network, random) => {
      for (let cuts = random.integer(3, 12); cuts > 0; cuts--) {
        network.cut();
        await sleep(random.integer(5, 250));
      }
    },
  },
  {
    name: 'refuse',
    what: 'connections are reset, and new ones refused for up to 3 s',
    happen: async (network, random) => {
      network.refuse(true);
      network.cut();
      await sleep(random.integer(200, 3_000));
    },
  },
  {
    name: 'black-hole',
    what: 'bytes vanish without FIN, longer than every timeout',
    happen: async (network, random) => {
      network.blackHole(true);
      await sleep(random.integer(longerThanTimeoutsMs.min, longerThanTimeoutsMs.max));
    },
  },
  {
    name: 'silence',
    what: 'connections fall silent for ever without FIN, new ones are well',
    happen: async (network, random) => {
      network.silence();
      await sleep(random.integer(500, 2_000));
    },
  },
  {
    name: 'delay',
    what: 'every piece arrives up to 400 ms late, by changing delays',
    happen: async (network, random) => {
      for (let changes = random.integer(2, 6); changes > 0; changes--) {
        network.delay(random.integer(1, random.pick([20, 400])));
        await sleep(random.integer(200, 700));
      }
    },
  },
];

const through = (
  target: string,
  { name, what, happen }: Kind,
  choose: (system: FaultSystem, random: Random) => Network,
): Fault => ({
  name: `${target}-network-${name}`,
  purpose: `${target === 'redis' ? 'Redis' : 'PostgreSQL of one side'}: ${what}`,
  inject: async (system, random) => {
    const network = choose(system, random);
    await happen(network, random);
    network.heal();
  },
});

export const redisNetwork: readonly Fault[] = kinds.map((kind) => through('redis', kind, ({ redis }) => redis.network));

export const postgresNetwork: readonly Fault[] = kinds.map((kind) =>
  through('postgres', kind, (system, random) => {
    const { postgres } = system;
    const side = random.pick(sides);
    system.say(`the network to PostgreSQL of the ${side}`);
    return postgres[side].network;
  }),
);
