import { demandOn } from '../name-demands.js';
import { propertyName } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const propOptionalRemoved: SchemaRule = {
  id: 'PROP_OPTIONAL_REMOVED',
  purpose:
    'A property that could be missing was removed; who reads it has to do without, and its name must not come back with another meaning.',
  category: 'property',
  directions: ['backward', 'forward'],
  check: (pair, report) => {
    const { removed, previous, current } = pair.properties;
    for (const { name, range } of removed) {
      if (previous.required.has(name) || current.required.has(name)) continue;
      report({
        at: range,
        previous: range,
        message: `${propertyName(pair, name)} was removed; it could be missing.`,
        fix: 'keep it and mark it "deprecated: true" until nothing reads it; never use its name for anything else',
        backward: demandOn(name, current),
        forward: demandOn(name, previous),
      });
    }
  },
};
