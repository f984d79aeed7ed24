import type { ContractRule } from '../rule.js';
import { changedNames, parameterChange } from '../parameter-changes.js';

export const channelParameterRemoved: ContractRule = {
  id: 'CHANNEL_PARAMETER_REMOVED',
  category: 'channel',
  effect: 'breaking',
  directions: ['backward', 'forward'],
  purpose: 'Without a parameter one stream takes the place of many: who reads one of the many waits in vain.',
  check: (comparison, report) => {
    for (const pair of comparison.channels.pairs) {
      for (const name of changedNames(pair).removed) {
        const message = `The parameter ${name} was removed from the address of the channel ${pair.current.key}, which is ${pair.current.address} now.`;
        report(parameterChange(comparison, pair, { name, message }));
      }
    }
  },
};
