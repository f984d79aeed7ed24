import type { ContractRule } from '../rule.js';
import { sunsetOf } from '../sunset.js';

export const messageDeprecated: ContractRule = {
  id: 'MESSAGE_DEPRECATED',
  category: 'message',
  effect: 'compatible',
  directions: [],
  purpose: 'A deprecated message stays as it is, and may be removed from the date in its x-sunset on.',
  check: ({ previous: before, current: now, messages }, report) => {
    for (const { previous, current } of messages.pairs) {
      const { message } = current;
      const [was, is] = [sunsetOf(previous.message), sunsetOf(message)];
      if (!message.isDeprecated || (previous.message.isDeprecated && was === is)) continue;
      const from = is === undefined ? '' : `: it may be removed from ${is} on`;
      report({
        previous: before.texts.valueRange(previous.message.source, 'deprecated'),
        current: now.texts.valueRange(message.source, is === undefined ? 'deprecated' : 'x-sunset'),
        message: previous.message.isDeprecated
          ? `The sunset of the message ${message.name} changed from ${was ?? 'none'} to ${is ?? 'none'}.`
          : `The message ${message.name} is deprecated now${from}.`,
        fix: is === undefined ? 'add x-sunset: the date from which nobody needs it' : undefined,
        about: { channel: current.channel, message },
        harms: [],
      });
    }
  },
};
