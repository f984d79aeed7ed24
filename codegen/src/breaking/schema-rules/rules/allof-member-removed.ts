import { pairedLists } from '../paired-lists.js';
import { variantName } from '../union-pair.js';
import { subject } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const allofMemberRemoved: SchemaRule = {
  id: 'ALLOF_MEMBER_REMOVED',
  purpose: 'Values are written that do not fit a schema that readers of the previous version demand.',
  category: 'composition',
  directions: ['forward'],
  check: (pair, report) => {
    for (const member of pairedLists(pair.previous.allOf, pair.current.allOf).removed) {
      report({
        at: member.range,
        previous: member.range,
        message: `${subject(pair)} need not fit a schema of "allOf" any more, ${variantName(member)}.`,
        fix: 'release readers without it first; leave it out when all run that',
        forward: member,
      });
    }
  },
};
