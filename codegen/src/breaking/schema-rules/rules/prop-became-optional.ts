import { rangeOf } from '../keyword-of.js';
import { requiring } from '../parts.js';
import { propertyName } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const propBecameOptional: SchemaRule = {
  id: 'PROP_BECAME_OPTIONAL',
  purpose: 'A property that was always there may be missing now, which readers of the previous version refuse.',
  category: 'property',
  directions: ['forward'],
  check: (pair, report) => {
    const { kept, previous, current } = pair.properties;
    for (const name of previous.required) {
      if (current.required.has(name)) continue;
      const property = kept.find((one) => one.current.name === name);
      if (property === undefined && previous.declared.has(name)) continue;
      report({
        at: property?.current.range ?? rangeOf(pair.current, 'required'),
        previous: property?.previous.range ?? rangeOf(pair.previous, 'required'),
        message: `${propertyName(pair, name)} was required and may be missing.`,
        fix: 'release readers that cope without it first; let writers leave it out when all run that',
        forward: requiring(name),
      });
    }
  },
};
