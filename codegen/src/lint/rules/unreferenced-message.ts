import { allMessages, allOperations, hasUnreadMessages, hasUnreadOperations } from '../contract-walk.js';
import type { LintRule } from '../rule.js';
import { entryIn, nameOf } from '../source-places.js';

export const unreferencedMessage: LintRule = {
  id: 'unreferenced-message',
  severity: 'error',
  profiles: ['streampact'],
  purpose: 'A message that no channel carries or no operation sends is documented and validated, but never happens.',
  check: ({ contracts, report }) => {
    if (hasUnreadMessages(contracts)) return;
    const messages = allMessages(contracts);
    const carried = new Set(messages.map(({ source }) => placeName(source.range)));
    for (const document of contracts.documents) {
      const defined = entryIn(entryIn(document.source, 'components')?.value, 'messages')?.value;
      for (const { key, keyRange, value } of defined?.kind === 'map' ? defined.entries : []) {
        if (carried.has(placeName(value.range)) || entryIn(value, '$ref') !== undefined) continue;
        report.at(
          keyRange,
          `The message ${key} is in no channel.`,
          'add it to the messages of a channel, or delete it',
        );
      }
    }
    if (hasUnreadOperations(contracts)) return;
    const used = new Set(allOperations(contracts).flatMap(({ operation }) => operation.messages));
    for (const message of messages) {
      if (used.has(message)) continue;
      const fix = `add it to a send operation of ${message.definedBy}, or delete it`;
      report.at(nameOf(contracts, message.source.range), `No operation sends or receives ${message.name}.`, fix);
    }
  },
};

const placeName = ({ file, pointer }: { readonly file: string; readonly pointer: string }): string =>
  `${file}#${pointer}`;
