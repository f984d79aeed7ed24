import { demandOn } from '../name-demands.js';
import { noDefault, propertyName } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const propRequiredAdded: SchemaRule = {
  id: 'PROP_REQUIRED_ADDED',
  purpose: 'A property was added that must be there, and events that are already written do not have it.',
  category: 'property',
  directions: ['backward', 'forward'],
  check: (pair, report) => {
    const { added, previous, current } = pair.properties;
    for (const { name, range, schema } of added) {
      if (!current.required.has(name)) continue;
      report({
        at: range,
        previous: undefined,
        message: `${propertyName(pair, name)} was added and is required; what was written before does not have it.`,
        fix: `take ${JSON.stringify(name)} out of "required": writers send it from now on, readers cope without it in old events${noDefault(schema)}`,
        backward: demandOn(name, current),
        forward: demandOn(name, previous),
        twin: `name ${name}`,
      });
    }
  },
};
