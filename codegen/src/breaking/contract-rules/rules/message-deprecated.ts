import type { Message } from '../../../model/contract.js';
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
      if (previous.message.isDeprecated === message.isDeprecated && was === is) continue;
      report({
        previous: before.texts.valueRange(previous.message.source, 'deprecated'),
        current: now.texts.valueRange(message.source, is === undefined ? 'deprecated' : 'x-sunset'),
        message: `The message ${message.name} ${whatChanged(previous.message, message)}.`,
        about: { channel: current.channel, message },
        harms: [],
      });
    }
  },
};

const whatChanged = (previous: Message, current: Message): string => {
  const [was, is] = [sunsetOf(previous), sunsetOf(current)];
  if (!current.isDeprecated) return 'is not deprecated any more';
  if (previous.isDeprecated) return `has its sunset on ${is ?? 'no day'} instead of ${was ?? 'no day'}`;
  return `is deprecated now${is === undefined ? '' : `, and may be removed from ${is} on`}`;
};
