import type { ContractRule } from '../rule.js';
import { connected, serverPairs } from '../server-pairs.js';
import { stillRunning } from '../who.js';

export const serverProtocolChanged: ContractRule = {
  id: 'SERVER_PROTOCOL_CHANGED',
  category: 'server',
  effect: 'breaking',
  directions: ['backward', 'forward'],
  purpose: 'Services that speak another protocol than the server reach neither its stored events nor its new ones.',
  check: (comparison, report) => {
    for (const { document, pairs } of serverPairs(comparison)) {
      for (const { previous, current } of pairs) {
        const [was, is] = [previous.protocol ?? 'no protocol', current.protocol ?? 'no protocol'];
        if (was === is) continue;
        const speaks = stillRunning(comparison.previous, connected(comparison, document.previous), 'connects', [
          'speaks',
          'speak',
        ]);
        report({
          previous: comparison.previous.texts.valueRange(previous.source, 'protocol'),
          current: comparison.current.texts.valueRange(current.source, 'protocol'),
          message: `The protocol of the server ${current.key} of ${document.current.service} changed from ${was} to ${is}.`,
          fix: `write protocol: ${was} again, or add a second server`,
          about: { document: document.current },
          harms: [
            {
              direction: 'either',
              effect: 'breaking',
              delivery: { field: 'protocol', given: was, taken: [is] },
              consequence: `${speaks} ${was} to a server that speaks ${is}, and what is stored behind ${was} stays there.`,
            },
          ],
        });
      }
    }
  },
};
