import { pairedLists } from '../paired-lists.js';
import { variantName } from '../union-pair.js';
import { subject } from '../words.js';
import type { SchemaRule } from '../rule.js';

export const allofMemberAdded: SchemaRule = {
  id: 'ALLOF_MEMBER_ADDED',
  purpose: 'Values must fit one more schema, which those that were written before need not do.',
  category: 'composition',
  directions: ['backward'],
  check: (pair, report) => {
    for (const member of pairedLists(pair.previous.allOf, pair.current.allOf).added) {
      report({
        at: member.range,
        previous: undefined,
        message: `${subject(pair)} must fit one more schema of "allOf", ${variantName(member)}.`,
        fix: 'demand nothing in it that was not demanded before; new properties may be optional',
        backward: member,
      });
    }
  },
};
