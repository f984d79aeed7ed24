import type { LintRule } from '../rule.js';
import { nameOf } from '../source-places.js';

export const singleReceive: LintRule = {
  id: 'single-receive',
  severity: 'error',
  profiles: ['streampact'],
  purpose:
    'A service is one consumer group per stream; two receive operations would share one position and lose messages to each other.',
  check: ({ contracts, report }) => {
    for (const document of contracts.documents) {
      const firstByAddress = new Map<string, string>();
      for (const operation of document.operations.filter(({ action }) => action === 'receive')) {
        const { address } = operation.channel;
        const first = firstByAddress.get(address);
        firstByAddress.set(address, first ?? operation.key);
        if (first === undefined) continue;
        report.at(
          nameOf(contracts, operation.range),
          `${document.service} receives from ${address} twice: in ${first} and in ${operation.key}.`,
          `move its messages to ${first}`,
        );
      }
    }
  },
};
