import type { ContractRule } from '../rule.js';

export const channelOwnerChanged: ContractRule = {
  id: 'CHANNEL_OWNER_CHANGED',
  category: 'channel',
  effect: 'breaking',
  directions: ['backward', 'forward'],
  purpose:
    'The outbox of the owner is the log behind a stream: a second owner cannot append what the first has not relayed, nor number its entries.',
  check: ({ previous: before, current: now, channels, serviceNow }, report) => {
    for (const { previous, current } of channels.pairs) {
      if (serviceNow(previous.definedBy) === current.definedBy) continue;
      report({
        previous: before.texts.nameOf(previous.range),
        current: now.texts.nameOf(current.range),
        message: `The channel ${current.address} moved from ${previous.definedBy} to ${current.definedBy}.`,
        fix: `leave it in the document of ${previous.definedBy}, or give the new channel an address of its own`,
        about: { channel: current },
        harms: [
          {
            direction: 'either',
            effect: 'breaking',
            delivery: { field: 'writer', given: current.definedBy, of: 'current', taken: [previous.definedBy] },
            consequence: `The relays of ${previous.definedBy} and ${current.definedBy} both append to ${current.address}; each takes the other's entries for a stream that is ahead of its database.`,
          },
        ],
      });
    }
  },
};
