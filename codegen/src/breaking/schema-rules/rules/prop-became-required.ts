import { requiring } from '../parts.js';
import { noDefault, propertyName } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const propBecameRequired: SchemaRule = {
  id: 'PROP_BECAME_REQUIRED',
  purpose:
    'A property that could be missing must be there now, and some events that are already written do not have it.',
  category: 'property',
  directions: ['backward'],
  check: (pair, report) => {
    const { kept, previous, current } = pair.properties;
    for (const { previous: before, current: after } of kept) {
      const { name } = after;
      if (previous.required.has(name) || !current.required.has(name)) continue;
      report({
        at: after.range,
        previous: before.range,
        message: `${propertyName(pair, name)} could be missing and is required.`,
        fix: `leave ${JSON.stringify(name)} out of "required": old events may lack it as long as they are kept${noDefault(after.schema)}`,
        backward: requiring(name),
      });
    }
  },
};
