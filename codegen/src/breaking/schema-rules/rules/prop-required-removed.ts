import { demandOn } from '../name-demands.js';
import { propertyName } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const propRequiredRemoved: SchemaRule = {
  id: 'PROP_REQUIRED_REMOVED',
  purpose: 'A property was removed that readers of the previous version refuse to do without.',
  category: 'property',
  directions: ['backward', 'forward'],
  check: (pair, report) => {
    const { removed, previous, current } = pair.properties;
    for (const { name, range } of removed) {
      if (!previous.required.has(name) || current.required.has(name)) continue;
      report({
        at: range,
        previous: range,
        message: `${propertyName(pair, name)} was removed; it was required, so its readers refuse events without it.`,
        fix: 'keep writing it; first release readers for which it is optional, remove it when all run that',
        backward: demandOn(name, current),
        forward: demandOn(name, previous),
      });
    }
  },
};
