import { allOperations, ownChannels } from '../contract-walk.js';
import type { LintContext, LintRule } from '../rule.js';
import { placeOf } from '../source-places.js';

export const singleWriter: LintRule = {
  id: 'single-writer',
  severity: 'error',
  profiles: ['streampact'],
  purpose:
    'Two writers on one stream would overwrite each other: a relay appends only behind the entry that it appended itself.',
  check: (context) => {
    checkSenders(context);
    checkAddresses(context);
  },
};

const checkSenders = ({ contracts, report }: LintContext): void => {
  for (const { document, operation } of allOperations(contracts)) {
    // Not x-owner: where that names somebody else, owner-present says so.
    const { address, definedBy } = operation.channel;
    if (operation.action !== 'send' || document.service === definedBy) continue;
    report.at(
      placeOf(contracts, operation.source, 'action'),
      `${document.service} sends on ${address}, which belongs to ${definedBy}; a channel has one writer.`,
      `send on a channel of ${document.service}, or receive here`,
    );
  }
};

const checkAddresses = ({ contracts, report }: LintContext): void => {
  const placeByAddress = new Map<string, string>();
  for (const { document, channel } of ownChannels(contracts)) {
    const { address, key } = channel;
    const place = placeOf(contracts, channel.source, 'address');
    const first = placeByAddress.get(address);
    if (address === '') report.at(place, `The channel ${key} has no address.`, 'add address: the name of its stream');
    else if (first === undefined) placeByAddress.set(address, `${key} in ${document.file}`);
    else {
      const fix = 'choose another address, or refer to that channel with $ref';
      report.at(place, `The address ${address} is defined a second time; it is that of ${first} already.`, fix);
    }
  }
};
