import { ownChannels } from '../contract-walk.js';
import type { LintRule } from '../rule.js';
import { isMisspelt, placeOf, shown } from '../source-places.js';

export const ownerPresent: LintRule = {
  id: 'owner-present',
  severity: 'error',
  profiles: ['streampact'],
  purpose: 'Whoever finds a wrong event must see at once whom to ask, and only the owner may publish it.',
  check: ({ contracts, report }) => {
    const seen = new Set<unknown>();
    for (const { document, channel } of ownChannels(contracts)) {
      const owned = [
        { what: `the channel ${channel.address || channel.key}`, node: channel },
        ...channel.messages.map((message) => ({ what: message.name, node: message })),
      ];
      for (const { what, node } of owned) {
        if (seen.has(node)) continue;
        seen.add(node);
        // extension-name says so, with what was meant.
        if (node.owner === undefined && isMisspelt(node.source, 'x-owner')) continue;
        if (node.owner === node.definedBy) continue;
        const problem =
          node.owner === undefined
            ? `Nobody owns ${what}: "x-owner" is missing.`
            : `The owner of ${what} is ${shown(node.owner)}, but ${document.service} defines it; the owner defines its channels and messages.`;
        report.at(placeOf(contracts, node.source, 'x-owner'), problem, `write x-owner: ${node.definedBy}`);
      }
    }
  },
};
