import { nearMiss } from '../../report/near-miss.js';
import { allExtensions } from '../extension-walk.js';
import { extensions } from '../extensions.js';
import type { LintRule } from '../rule.js';

export const extensionName: LintRule = {
  id: 'extension-name',
  severity: 'error',
  profiles: ['streampact'],
  purpose:
    'A misspelt or misplaced extension would be ignored like a foreign one, and its default used without a word.',
  check: ({ contracts, report }) => {
    for (const { entry, place } of allExtensions(contracts)) {
      const extension = extensions.get(entry.key);
      if (extension === undefined) {
        const meant = nearMiss(entry.key, extensions.keys());
        if (meant === undefined) continue;
        const problem = `"${entry.key}" is not an extension of ours, and would be ignored.`;
        report.at(entry.keyRange, problem, `did you mean "${meant}"?`);
      } else if (place !== undefined && extension.places?.some((allowed) => allowed === place) === false) {
        const where = place === 'other' ? 'here' : `on a ${place}`;
        const fix = `move it to a ${extension.places.join(' or a ')}`.replaceAll('a operation', 'an operation');
        const problem = `"${entry.key}" means nothing ${where}.`.replaceAll('a operation', 'an operation');
        report.at(entry.keyRange, problem, fix);
      }
    }
  },
};
