import type { ContractRule } from '../rule.js';
import { connected, serverPairs } from '../server-pairs.js';
import { stillRunning } from '../who.js';

export const serverChanged: ContractRule = {
  id: 'SERVER_CHANGED',
  category: 'server',
  effect: 'warning',
  directions: ['backward', 'forward'],
  purpose: 'Services that still run connect where they were told: to a server that is elsewhere or gone they do not.',
  check: (comparison, report) => {
    const { previous: before, current: now } = comparison;
    for (const { document, pairs, removed, added } of serverPairs(comparison)) {
      const { service } = document.current;
      const connects = stillRunning(before, connected(comparison, document.previous), 'connects', [
        'connects',
        'connect',
      ]);
      for (const { previous, current } of pairs) {
        if (previous.address === current.address) continue;
        report({
          previous: previous.range,
          current: current.range,
          message: `The server ${current.key} of ${service} changed from ${previous.address} to ${current.address}.`,
          about: { document: document.current },
          harms: [{ direction: 'either', effect: 'warning', consequence: `${connects} to ${previous.address}.` }],
        });
      }
      for (const { key, range, address } of removed) {
        report({
          previous: range,
          current: undefined,
          message: `The server ${key} of ${service} was removed.`,
          about: { document: document.current },
          harms: [{ direction: 'either', effect: 'warning', consequence: `${connects} to ${address}.` }],
        });
      }
      for (const { key, range } of added) {
        const message = `The server ${key} of ${service} was added.`;
        report({
          previous: undefined,
          current: now.texts.nameOf(range),
          message,
          about: { document: document.current },
          harms: [],
        });
      }
    }
  },
};
