import { channelServersOf } from '../facts.js';
import type { Comparison } from '../comparison.js';
import type { ContractRule, Harm, Report } from '../rule.js';
import { connected, serverPairs, type ServersOf } from '../server-pairs.js';
import { channelText, stillRunning } from '../who.js';

export const serverChanged: ContractRule = {
  id: 'SERVER_CHANGED',
  category: 'server',
  effect: 'warning',
  directions: ['backward', 'forward'],
  purpose:
    'Services that still run connect where they were told: a server that is elsewhere or gone they do not reach.',
  check: (comparison, report) => {
    for (const servers of serverPairs(comparison)) checkServers(comparison, servers, report);
    checkChannels(comparison, report);
  },
};

const checkServers = (comparison: Comparison, { document, pairs, removed, added }: ServersOf, report: Report): void => {
  const { service } = document.current;
  const about = { document: document.current };
  const who = connected(comparison, document.previous);
  const connects = stillRunning(comparison.previous, who, 'connects', ['connects', 'connect']);
  const harms = (address: string): readonly Harm[] => [
    { direction: 'either', effect: 'warning', consequence: `${connects} to ${address}.` },
  ];
  for (const { previous, current } of pairs) {
    if (previous.address === current.address) continue;
    const message = `The server ${current.key} of ${service} changed from ${previous.address} to ${current.address}.`;
    report({ previous: previous.range, current: current.range, message, about, harms: harms(previous.address) });
  }
  for (const { key, range, address } of removed) {
    const message = `The server ${key} of ${service} was removed.`;
    report({ previous: range, current: undefined, message, about, harms: harms(address) });
  }
  for (const { key, range } of added) {
    const message = `The server ${key} of ${service} was added.`;
    report({ previous: undefined, current: range, message, about, harms: [] });
  }
};

/** A channel that names no servers is on all of them. */
const checkChannels = (comparison: Comparison, report: Report): void => {
  const { previous: before, current: now, channels } = comparison;
  for (const { previous, current } of channels.pairs) {
    const [was, is] = [channelServersOf(previous), channelServersOf(current)];
    if (was.join(' ') === is.join(' ')) continue;
    const isNarrower = is.length > 0 && (was.length === 0 || was.some((server) => !is.includes(server)));
    const address = channelText(current);
    const reads = stillRunning(before, before.receivers(previous), `receives from ${address}`, ['reads', 'read']);
    report({
      previous: before.texts.keyRange(previous.source, 'servers'),
      current: now.texts.keyRange(current.source, 'servers'),
      message: `The channel ${address} was on ${was.join(', ') || 'all servers'} and is on ${is.join(', ') || 'all servers'} now.`,
      about: { channel: current },
      harms: isNarrower
        ? [
            {
              direction: 'either',
              effect: 'warning',
              consequence: `${reads} it on ${was.join(', ') || 'any server'}.`,
            },
          ]
        : [],
    });
  }
};
