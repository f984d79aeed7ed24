import { demandOn } from '../name-demands.js';
import { allOfThem } from '../parts.js';
import { propertyName } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const propRenamed: SchemaRule = {
  id: 'PROP_RENAMED',
  purpose:
    'A property has another name, which for readers of either version is one that is gone and one that they do not know.',
  category: 'property',
  directions: ['backward', 'forward'],
  check: (pair, report) => {
    const { renamed, previous, current } = pair.properties;
    for (const { previous: before, current: after } of renamed) {
      const backward = [before.name, after.name].flatMap((name) => demandOn(name, current) ?? []);
      const forward = [before.name, after.name].flatMap((name) => demandOn(name, previous) ?? []);
      report({
        at: after.range,
        previous: before.range,
        message: `${propertyName(pair, before.name)} was renamed to ${JSON.stringify(after.name)}.`,
        fix: `add ${JSON.stringify(after.name)} as optional beside ${JSON.stringify(before.name)}, publish both, and remove the old one when nobody reads it`,
        backward: backward.length === 0 ? undefined : allOfThem(backward),
        forward: forward.length === 0 ? undefined : allOfThem(forward),
      });
    }
  },
};
