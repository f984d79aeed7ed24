import { schemaFormatOf } from '../facts.js';
import type { ContractRule } from '../rule.js';
import { stillRunning, whom } from '../who.js';

export const schemaFormatChanged: ContractRule = {
  id: 'SCHEMA_FORMAT_CHANGED',
  category: 'message',
  effect: 'unknown',
  directions: ['backward', 'forward'],
  purpose:
    'Two payloads that are described in different languages cannot be compared, so nobody knows who refuses what.',
  check: ({ previous: before, current: now, messages }, report) => {
    for (const { previous, current } of messages.pairs) {
      const { channel, message } = current;
      const was = schemaFormatOf(before.texts, previous.message);
      const is = schemaFormatOf(now.texts, message);
      if (was.value === is.value) continue;
      const what = `receives ${message.name}`;
      const may = stillRunning(before, before.receivers(previous.channel, previous.message), what, ['may', 'may']);
      report({
        previous: was.range,
        current: is.range,
        message: `The payload of ${message.name} was described in ${was.value} and is in ${is.value} now, so it cannot be compared.`,
        fix: `describe it in ${was.value}`,
        about: { channel, message },
        harms: [
          {
            direction: 'backward',
            effect: 'unknown',
            consequence: `Events ${message.name} of release ${before.name} that are still stored may be refused by ${whom(now.receivers(channel, message), what)}.`,
          },
          { direction: 'forward', effect: 'unknown', consequence: `${may} refuse this event.` },
        ],
      });
    }
  },
};
