import type { Fault } from '../fault.js';
import { seededRandom } from '../random.js';

/** @param groups – faults that take hold of the same thing; the two come from different ones, so that both can do their work */
export const twoAtOnce = (groups: readonly (readonly Fault[])[]): Fault => ({
  name: 'two-at-once',
  purpose: 'two of the faults above at the same time, in things that differ',
  inject: async (system, random) => {
    const first = random.integer(0, groups.length - 1);
    const others = groups.filter((_, index) => index !== first);
    const pair = [random.pick(groups[first] ?? []), random.pick(random.pick(others))];
    system.say(`at once: ${pair.map(({ name }) => name).join(' and ')}`);
    // Each has its own numbers: which of them asks first is not the seed's to say.
    const seeds = pair.map(() => random.integer(0, 4_294_967_295));
    await Promise.all(pair.map(async (fault, index) => fault.inject(system, seededRandom(seeds[index] ?? 0))));
  },
});
