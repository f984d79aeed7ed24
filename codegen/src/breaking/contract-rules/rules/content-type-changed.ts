import { contentTypeOf } from '../facts.js';
import type { ContractRule } from '../rule.js';
import { stillRunning, whom } from '../who.js';

export const contentTypeChanged: ContractRule = {
  id: 'CONTENT_TYPE_CHANGED',
  category: 'message',
  effect: 'breaking',
  directions: ['backward', 'forward'],
  purpose: 'The content type says how bytes become data: who decodes another one gets no data at all.',
  check: ({ previous: before, current: now, messages }, report) => {
    for (const { previous, current } of messages.pairs) {
      const { channel, message } = current;
      const was = contentTypeOf(before.texts, previous.channel, previous.message);
      const is = contentTypeOf(now.texts, channel, message);
      if (was.value === is.value) continue;
      const what = `receives ${message.name}`;
      const cannot = stillRunning(before, before.receivers(previous.channel, previous.message), what, [
        'cannot',
        'cannot',
      ]);
      report({
        previous: was.range,
        current: is.range,
        message: `The content type of ${message.name} changed from ${was.value} to ${is.value}.`,
        fix: `write contentType: ${was.value} again, or add a second message with the new one`,
        about: { channel, message },
        harms: [
          {
            direction: 'backward',
            effect: 'breaking',
            delivery: { field: 'contentType', given: was.value, taken: [is.value] },
            consequence: `Events ${message.name} of release ${before.name} that are still stored as ${was.value} cannot be decoded by ${whom(now.receivers(channel, message), what)}.`,
          },
          {
            direction: 'forward',
            effect: 'breaking',
            delivery: { field: 'contentType', given: is.value, taken: [was.value] },
            consequence: `${cannot} decode ${is.value}.`,
          },
        ],
      });
    }
  },
};
