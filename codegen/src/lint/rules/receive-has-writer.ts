import type { Message } from '../../model/contract.js';
import { allOperations, hasUnreadOperations } from '../contract-walk.js';
import type { LintRule } from '../rule.js';
import { entryIn, nameOf, placeOf } from '../source-places.js';

export const receiveHasWriter: LintRule = {
  id: 'receive-has-writer',
  severity: 'error',
  profiles: ['streampact'],
  purpose: 'A handler for what nobody sends never runs, and nothing would ever say so.',
  check: ({ contracts, report }) => {
    if (hasUnreadOperations(contracts)) return;
    const operations = allOperations(contracts).map(({ operation }) => operation);
    const sends = operations.filter(({ action }) => action === 'send');
    const sentMessages = new Set<Message>(sends.flatMap(({ messages }) => messages));
    const writtenAddresses = new Set(sends.map(({ channel }) => channel.address));
    for (const operation of operations.filter(({ action }) => action === 'receive')) {
      const { address, owner, definedBy } = operation.channel;
      if (!writtenAddresses.has(address)) {
        report.at(
          placeOf(contracts, operation.source, 'channel'),
          `${operation.key} receives from ${address}, but no service sends there.`,
          `add a send operation to ${owner ?? definedBy}`,
        );
        continue;
      }
      const listed = entryIn(operation.source, 'messages')?.value;
      operation.messages.forEach((message, index) => {
        if (sentMessages.has(message)) return;
        const item = listed?.kind === 'list' ? listed.items[index]?.range : undefined;
        report.at(
          item ?? nameOf(contracts, operation.range),
          `${operation.key} receives ${message.name}, which no operation sends.`,
          `add it to a send operation of ${owner ?? definedBy}, or take it out here`,
        );
      });
    }
  },
};
