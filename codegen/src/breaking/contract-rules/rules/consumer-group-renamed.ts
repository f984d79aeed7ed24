import { isRenamed } from '../pair-documents.js';
import type { ContractRule } from '../rule.js';
import { channelText, serviceText } from '../who.js';

export const consumerGroupRenamed: ContractRule = {
  id: 'CONSUMER_GROUP_RENAMED',
  category: 'document',
  effect: 'breaking',
  directions: ['backward', 'forward'],
  purpose:
    'The name of a service is its consumer group: a new group begins at the oldest stored event and handles all of them again.',
  check: ({ previous: before, current: now, documents }, report) => {
    for (const pair of documents.pairs.filter(isRenamed)) {
      const { previous, current } = pair;
      const receives = now.activities.filter(({ document, action }) => document === current && action === 'receive');
      const [first] = receives;
      const addresses = receives.map(({ channel }) => channelText(channel));
      const started = `${serviceText(current)} begins at the oldest event stored in ${addresses.join(', ')}`;
      report({
        previous: before.texts.nameOf(startOf(previous.range)),
        current: now.texts.nameOf(startOf(current.range)),
        message:
          first === undefined
            ? `The service ${previous.service} is called ${current.service} now; it receives nothing.`
            : `The service ${previous.service} is called ${current.service} now, and so is its consumer group.`,
        fix: first === undefined ? undefined : `call the document ${previous.service} again`,
        about: { document: current },
        harms:
          first === undefined
            ? []
            : [
                {
                  direction: 'either',
                  effect: 'breaking',
                  delivery: { field: 'group', given: previous.service, taken: [current.service] },
                  consequence: `${started} and handles again what ${serviceText(previous)} has handled; what that holds as retrying, waiting or dead stays there.`,
                },
              ],
      });
    }
  },
};

/** A finding about a whole document marks its first character. */
const startOf = <Range extends { readonly line: number; readonly column: number }>(
  range: Range,
): Range & { readonly endLine: number; readonly endColumn: number } => ({
  ...range,
  endLine: range.line,
  endColumn: range.column + 1,
});
