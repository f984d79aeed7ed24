import type { ContractRule } from '../rule.js';
import { channelText } from '../who.js';

export const channelKeyRenamed: ContractRule = {
  id: 'CHANNEL_KEY_RENAMED',
  category: 'channel',
  effect: 'compatible',
  directions: [],
  purpose: 'The key of a channel is a name in documents and in generated code; the stream is named by its address.',
  check: ({ previous: before, current: now, channels }, report) => {
    for (const { previous, current } of channels.pairs) {
      if (previous.key === current.key) continue;
      report({
        previous: before.texts.nameOf(previous.range),
        current: now.texts.nameOf(current.range),
        message: `The key of the channel ${channelText(current)} changed from ${previous.key} to ${current.key}.`,
        about: { channel: current },
        harms: [],
      });
    }
  },
};
