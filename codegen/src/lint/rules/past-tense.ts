import { allMessages } from '../contract-walk.js';
import { isParticiple, participleOf } from '../past-tense-words.js';
import type { LintRule } from '../rule.js';
import { placeOf, shown } from '../source-places.js';

export const pastTense: LintRule = {
  id: 'past-tense',
  severity: 'warning',
  profiles: ['streampact'],
  purpose:
    'An event says what has happened; a name like a command makes readers believe that they may refuse it, or that it is still to be done.',
  check: ({ contracts, report }) => {
    for (const message of allMessages(contracts)) {
      const words = message.name
        .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
        .toUpperCase()
        .split('_')
        .filter(Boolean);
      // The version of a name is no word of it: ORDER_PLACED_V2.
      const last = words.findLastIndex((word) => !/^V?\d+$/.test(word));
      const word = words[last];
      if (word === undefined || isParticiple(word)) continue;
      report.at(
        placeOf(contracts, message.source, 'name'),
        `The message name ${shown(message.name)} does not end in a past tense: "${word}" says what to do or what there is, not what has happened.`,
        remedyOf(words, last),
      );
    }
  },
};

/** `PAY_ORDER` becomes `ORDER_PAID`, `ORDER_CANCEL` becomes `ORDER_CANCELLED`; of `SHIPMENT` nobody knows what happened to it. */
const remedyOf = (words: readonly string[], last: number): string => {
  const [first = '', ...others] = words;
  const pastOfFirst = participleOf(first);
  // A command opens with its verb; the word behind it may look like a verb and be a thing, as in CANCEL_ORDER.
  if (others.length > 0 && pastOfFirst !== undefined && first !== 'ORDER') {
    return `write ${[...others, pastOfFirst].join('_')}`;
  }
  const past = participleOf(words[last] ?? '');
  if (past !== undefined && last > 0) return `write ${words.with(last, past).join('_')}`;
  return `say what happened to it, e.g. ${[...words, 'CHANGED'].join('_')}`;
};
