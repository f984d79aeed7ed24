import { underName } from '../parts.js';
import { isSameSchema } from '../same-schema.js';
import { propertyName } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const propNameReused: SchemaRule = {
  id: 'PROP_NAME_REUSED',
  purpose:
    'A name that was retired came back with another schema, and events of an old version still carry the old meaning.',
  category: 'property',
  directions: ['backward'],
  check: (pair, report) => {
    for (const { name, range, schema } of pair.properties.added) {
      const older = pair.history.toReversed().flatMap(({ root, schema: object }) => {
        const property = object.properties.find((one) => one.name === name);
        return property === undefined || isSameSchema(property.schema, schema) ? [] : [{ root, property }];
      })[0];
      if (older === undefined) continue;
      report({
        at: range,
        previous: older.property.range,
        message: `${propertyName(pair, name)} is the name of a property that was retired and meant something else.`,
        fix: 'choose a name that was never used here',
        backward: underName('properties', name, schema),
        writer: older.root,
        twin: `name ${name}`,
      });
    }
  },
};
