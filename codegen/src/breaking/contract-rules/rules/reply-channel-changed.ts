import { otherEnd, replyPairs } from '../replies.js';
import type { Operation } from '../../../model/contract.js';
import type { ContractRule } from '../rule.js';
import { channelText, stillRunning } from '../who.js';

export const replyChannelChanged: ContractRule = {
  id: 'REPLY_CHANNEL_CHANGED',
  category: 'operation',
  effect: 'breaking',
  directions: ['backward', 'forward'],
  purpose: 'A reply that is written to one channel and awaited on another arrives at nobody.',
  check: (comparison, report) => {
    for (const pair of replyPairs(comparison)) {
      const { was, is, previous, current } = pair;
      if (was !== undefined && is !== undefined && comparison.channelNow(was.channel) === is.channel) continue;
      const { key } = current.operation;
      const to = (reply: Operation | undefined): string =>
        reply === undefined ? 'nowhere' : channelText(reply.channel);
      const knows = stillRunning(comparison.previous, otherEnd(comparison, pair), 'is at the other end', [
        'knows',
        'know',
      ]);
      const awaits = current.operation.action === 'send' ? 'awaited' : 'written';
      report({
        previous:
          was === undefined
            ? comparison.previous.texts.nameOf(previous.operation.range)
            : comparison.previous.texts.keyRange(was.source, 'channel'),
        current:
          is === undefined
            ? comparison.current.texts.nameOf(current.operation.range)
            : comparison.current.texts.keyRange(is.source, 'channel'),
        message: `The reply to ${key} of ${current.activity.document.service} went to ${to(was)} and goes to ${to(is)} now.`,
        fix: was === undefined ? undefined : 'write the channel of the reply again',
        about: { channel: current.activity.channel, operation: key },
        harms:
          was === undefined
            ? []
            : [
                {
                  direction: 'either',
                  effect: 'breaking',
                  delivery: { field: 'replyStream', given: to(was), taken: [to(is)] },
                  consequence: `${knows} only the reply to ${to(was)}, but it is ${awaits} at ${to(is)} now.`,
                },
              ],
      });
    }
  },
};
