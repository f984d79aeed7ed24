import { entryOf } from '../../../load/source-tree.js';
import type { ContractRule } from '../rule.js';
import { describedParts } from '../described-parts.js';

export const bindingsChanged: ContractRule = {
  id: 'BINDINGS_CHANGED',
  category: 'document',
  effect: 'warning',
  directions: ['backward', 'forward'],
  purpose:
    'Bindings say how a protocol carries events, such as their key or number of partitions; they are not compared.',
  check: (comparison, report) => {
    const { previous: before, current: now } = comparison;
    for (const { what, previous, current, about } of describedParts(comparison)) {
      const [was, is] = [entryOf(previous, 'bindings'), entryOf(current, 'bindings')];
      if (was === undefined && is === undefined) continue;
      if (JSON.stringify(before.texts.json(was?.value)) === JSON.stringify(now.texts.json(is?.value))) continue;
      report({
        previous: was?.keyRange ?? before.texts.nameOf(previous.range),
        current: is?.keyRange ?? now.texts.nameOf(current.range),
        message: `The bindings of ${what} changed.`,
        about,
        harms: [
          {
            direction: 'either',
            effect: 'warning',
            consequence: `Services of release ${before.name} that still run use the bindings as they were.`,
          },
        ],
      });
    }
  },
};
