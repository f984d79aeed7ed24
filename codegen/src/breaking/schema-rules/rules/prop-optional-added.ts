import { demandOn } from '../name-demands.js';
import { propertyName } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const propOptionalAdded: SchemaRule = {
  id: 'PROP_OPTIONAL_ADDED',
  purpose:
    'A property that may be missing was added; readers of before ignore it, unless they say something of names that they do not know.',
  category: 'property',
  directions: ['backward', 'forward'],
  check: (pair, report) => {
    const { added, previous, current } = pair.properties;
    for (const { name, range } of added) {
      if (current.required.has(name)) continue;
      report({
        at: range,
        previous: undefined,
        message: `${propertyName(pair, name)} was added, and may be missing.`,
        fix: 'choose a name that nothing was written under yet',
        backward: demandOn(name, current),
        forward: demandOn(name, previous),
        twin: `name ${name}`,
      });
    }
  },
};
