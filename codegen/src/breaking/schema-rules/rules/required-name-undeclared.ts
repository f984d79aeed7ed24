import { rangeOf } from '../keyword-of.js';
import { demandOn } from '../name-demands.js';
import { isForeseen } from '../name-demands.js';
import { propertyName } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const requiredNameUndeclared: SchemaRule = {
  id: 'REQUIRED_NAME_UNDECLARED',
  purpose: 'A name is required that no property declares, so that writers must send it and must not.',
  category: 'property',
  directions: ['backward', 'forward'],
  check: (pair, report) => {
    const { previous, current } = pair.properties;
    for (const name of current.required) {
      const wasSo = previous.required.has(name) && !previous.declared.has(name);
      if (current.declared.has(name) || wasSo) continue;
      const owner = current.members.find(({ required }) => required.includes(name)) ?? pair.current;
      report({
        at: rangeOf(owner, 'required'),
        previous: pair.properties.removed.find((one) => one.name === name)?.range,
        message: `${propertyName(pair, name)} is required, but no property has this name.`,
        fix: `declare ${JSON.stringify(name)} under "properties", or take it out of "required"`,
        backward: demandOn(name, current),
        forward: demandOn(name, previous),
        ...(isForeseen(name, current) ? {} : { atLeast: 'warning' as const }),
      });
    }
  },
};
