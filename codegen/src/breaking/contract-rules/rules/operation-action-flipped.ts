import { flippedTo, stopped } from '../operation-harms.js';
import type { ContractRule } from '../rule.js';
import { channelText } from '../who.js';

export const operationActionFlipped: ContractRule = {
  id: 'OPERATION_ACTION_FLIPPED',
  category: 'operation',
  effect: 'breaking',
  directions: ['backward', 'forward'],
  purpose:
    'A service that sends what it received, or receives what it sent, leaves the other end of the channel alone.',
  check: (comparison, report) => {
    for (const was of comparison.activities.removed) {
      const is = flippedTo(comparison, was);
      const [before, now] = [was.operations[0], is?.operations[0]];
      if (before === undefined || now === undefined) continue;
      const harm = stopped(comparison, was);
      report({
        previous: comparison.previous.texts.valueRange(before.source, 'action'),
        current: comparison.current.texts.valueRange(now.source, 'action'),
        message: `The operation ${now.key} of ${was.document.service} on ${channelText(was.channel)} changed from ${before.action} to ${now.action}.`,
        fix: `write action: ${before.action} again`,
        about: { channel: now.channel, operation: now.key },
        harms: harm === undefined ? [] : [{ ...harm, direction: 'either' }],
      });
    }
  },
};
