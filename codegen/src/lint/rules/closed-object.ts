import { allSchemas } from '../contract-walk.js';
import type { LintRule } from '../rule.js';

export const closedObject: LintRule = {
  id: 'closed-object',
  severity: 'warning',
  profiles: ['streampact'],
  purpose:
    'Publishers refuse undeclared properties anyway; a schema that is closed for readers too makes every new property a breaking change.',
  check: ({ contracts, report }) => {
    for (const schema of allSchemas(contracts)) {
      const closing = schema.keywords.find(
        ({ name, value }) => name === 'additionalProperties' && value.kind === 'schema' && value.schema === false,
      );
      if (closing === undefined) continue;
      report.at(
        closing.range,
        '"additionalProperties: false" closes this object for readers too: they would refuse events of the next version.',
        'leave it out: publishers refuse undeclared properties without it',
      );
    }
  },
};
