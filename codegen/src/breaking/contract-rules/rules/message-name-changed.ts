import type { ContractRule } from '../rule.js';
import { stillRunning, whom } from '../who.js';

export const messageNameChanged: ContractRule = {
  id: 'MESSAGE_NAME_CHANGED',
  category: 'message',
  effect: 'breaking',
  directions: ['backward', 'forward'],
  purpose: 'The name is the type on the wire: events under another name are skipped by whoever waits for the first.',
  check: ({ previous: before, current: now, messages }, report) => {
    for (const { previous, current } of messages.pairs) {
      const [was, is] = [previous.message.name, current.message.name];
      if (was === is) continue;
      const receivers = before.receivers(previous.channel, previous.message);
      const skips = stillRunning(before, receivers, `receives ${was}`, ['skips', 'skip']);
      const readers = whom(now.receivers(current.channel, current.message), `receives ${is}`);
      report({
        previous: before.texts.valueRange(previous.message.source, 'name'),
        current: now.texts.valueRange(current.message.source, 'name'),
        message: `The name of the message ${current.key} changed from ${was} to ${is}.`,
        fix: `write name: ${was} again, or add a second message ${is} and publish both for a while`,
        about: { channel: current.channel, message: current.message },
        harms: [
          {
            direction: 'backward',
            effect: 'breaking',
            delivery: { field: 'type', given: was, taken: [is] },
            consequence: `Events ${was} of release ${before.name} that are still stored are skipped by ${readers}.`,
          },
          {
            direction: 'forward',
            effect: 'breaking',
            delivery: { field: 'type', given: is, taken: [was] },
            consequence: `${skips} events of the type ${is}.`,
          },
        ],
      });
    }
  },
};
