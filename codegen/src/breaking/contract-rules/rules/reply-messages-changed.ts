import type { Message } from '../../../model/contract.js';
import type { Comparison } from '../comparison.js';
import { otherEnd, type ReplyPair, replyPairs } from '../replies.js';
import type { ContractRule, Harm } from '../rule.js';
import { serviceText, stillRunning } from '../who.js';

export const replyMessagesChanged: ContractRule = {
  id: 'REPLY_MESSAGES_CHANGED',
  category: 'operation',
  effect: 'breaking',
  directions: ['backward', 'forward'],
  purpose: 'A reply of a type that the asker does not know is skipped, and the asker waits for ever.',
  check: (comparison, report) => {
    for (const pair of replyPairs(comparison)) {
      const { was, is } = pair;
      if (was === undefined || is === undefined) continue;
      const { activity, operation } = pair.current;
      const names = (messages: readonly Message[]): readonly string[] => messages.map(({ name }) => name);
      const gone = names(was.messages).filter((name) => !names(is.messages).includes(name));
      const added = names(is.messages).filter((name) => !names(was.messages).includes(name));
      if (gone.length + added.length === 0) continue;
      const what = [
        ...(added.length === 0 ? [] : [`may be ${added.join(', ')} now`]),
        ...(gone.length === 0 ? [] : [`is never ${gone.join(', ')} any more`]),
      ];
      report({
        previous: comparison.previous.texts.keyRange(was.source, 'messages'),
        current: comparison.current.texts.keyRange(is.source, 'messages'),
        message: `The reply to ${operation.key} of ${activity.document.service} ${what.join(' and ')}.`,
        fix: 'release the askers first when replies are added, those who answer first when replies go',
        about: { channel: activity.channel, operation: operation.key },
        harms: harmsOf(comparison, pair, { was: names(was.messages), is: names(is.messages), gone, added }),
      });
    }
  },
};

/** Names of messages. */
interface Replies {
  readonly was: readonly string[];
  readonly is: readonly string[];
  readonly gone: readonly string[];
  readonly added: readonly string[];
}

const harmsOf = (comparison: Comparison, pair: ReplyPair, { was, is, gone, added }: Replies): readonly Harm[] => {
  const { activity } = pair.current;
  if (activity.action === 'send') {
    // It asks. A reply that it did not know before harms nobody.
    if (gone[0] === undefined) return [];
    const consequence = `${serviceText(activity.document)} skips the replies ${gone.join(', ')} of release ${comparison.previous.name} that are under way, and waits.`;
    return [
      {
        direction: 'backward',
        effect: 'breaking',
        delivery: { field: 'replyType', given: gone[0], taken: is },
        consequence,
      },
    ];
  }
  // It answers. A reply that it does not give any more harms nobody: the asker gets another.
  if (added[0] === undefined) return [];
  const skips = stillRunning(comparison.previous, otherEnd(comparison, pair), 'asks', ['skips', 'skip']);
  const consequence = `${skips} the reply ${added.join(', ')}.`;
  return [
    {
      direction: 'forward',
      effect: 'breaking',
      delivery: { field: 'replyType', given: added[0], taken: was },
      consequence,
    },
  ];
};
