import { replyAddressOf } from '../facts.js';
import { otherEnd, replyPairs } from '../replies.js';
import type { ContractRule } from '../rule.js';
import { stillRunning } from '../who.js';

export const replyAddressChanged: ContractRule = {
  id: 'REPLY_ADDRESS_CHANGED',
  category: 'operation',
  effect: 'breaking',
  directions: ['backward', 'forward'],
  purpose: 'Who answers looks in the request for the address of the reply: at another place it finds none.',
  check: (comparison, report) => {
    for (const pair of replyPairs(comparison)) {
      if (pair.was === undefined || pair.is === undefined) continue;
      const was = replyAddressOf(comparison.previous.texts, pair.was);
      const is = replyAddressOf(comparison.current.texts, pair.is);
      if (was?.value === is?.value) continue;
      const { activity, operation } = pair.current;
      const [one, other] = [was, is].map((location) => (location === undefined ? 'nowhere' : `at ${location.value}`));
      const expects = stillRunning(comparison.previous, otherEnd(comparison, pair), 'is at the other end', [
        'expects',
        'expect',
      ]);
      report({
        previous: was?.range ?? pair.was.range,
        current: is?.range ?? pair.is.range,
        message: `The address of the reply to ${operation.key} of ${activity.document.service} was ${one ?? ''} and is ${other ?? ''} now.`,
        fix: was === undefined ? 'leave the address out' : `write location: ${was.value} again`,
        about: { channel: activity.channel, operation: operation.key },
        harms: [
          {
            direction: 'either',
            effect: 'breaking',
            delivery: { field: 'replyAddress', given: one ?? '', taken: [other ?? ''] },
            consequence: `${expects} the address of the reply ${one ?? ''} of the request, where it is not.`,
          },
        ],
      });
    }
  },
};
