import { retentionText } from '../../../emit/docs/facts/words.js';
import { retentionChange } from '../retention.js';
import type { ContractRule } from '../rule.js';
import { channelText, today } from '../who.js';

export const retentionShortened: ContractRule = {
  id: 'RETENTION_SHORTENED',
  category: 'channel',
  effect: 'warning',
  directions: ['backward', 'forward'],
  purpose: 'What was kept long enough for a restore or a new consumer may be trimmed before either needs it.',
  check: ({ previous: before, current: now, channels }, report) => {
    for (const pair of channels.pairs) {
      if (retentionChange(pair) !== 'shorter') continue;
      const { previous, current } = pair;
      const [was, is] = [retentionText(previous.retention), retentionText(current.retention)];
      const address = channelText(current);
      const finds = today(now.receivers(current), `receives from ${address}`, ['finds', 'find']);
      report({
        previous: before.texts.valueRange(previous.source, 'x-retention'),
        current: now.texts.valueRange(current.source, 'x-retention'),
        message: `The retention of ${address} changed from ${was} to ${is}.`,
        fix: `write x-retention: ${previous.retention} again, unless ${is} is enough for a restore`,
        about: { channel: current },
        harms: [
          {
            direction: 'either',
            effect: 'warning',
            consequence: `${finds} only events of the last ${is} after a restore or as a new group, not of the last ${was}.`,
          },
        ],
      });
    }
  },
};
