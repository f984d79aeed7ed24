import type { ContractRule } from '../rule.js';
import { changedNames, parameterChange } from '../parameter-changes.js';

export const channelParameterAdded: ContractRule = {
  id: 'CHANNEL_PARAMETER_ADDED',
  category: 'channel',
  effect: 'breaking',
  directions: ['backward', 'forward'],
  purpose: 'A parameter makes many streams of one: who knows the address without it reads a stream that nobody writes.',
  check: (comparison, report) => {
    for (const pair of comparison.channels.pairs) {
      for (const name of changedNames(pair).added) {
        const message = `The parameter ${name} was added to the address of the channel ${pair.current.key}, which is ${pair.current.address} now.`;
        report(parameterChange(comparison, pair, { name, message }));
      }
    }
  },
};
