import type { Channel } from '../../../model/contract.js';
import type { Delivery } from '../delivery.js';
import type { Comparison } from '../comparison.js';
import { type Parameter, parametersOf } from '../facts.js';
import type { Pair } from '../pair-by.js';
import { parametersIn } from '../pair-channels.js';
import type { ContractRule, Difference, Harm, Report } from '../rule.js';
import { stillRunning, whom } from '../who.js';

export const channelParameterChanged: ContractRule = {
  id: 'CHANNEL_PARAMETER_CHANGED',
  category: 'channel',
  effect: 'breaking',
  directions: ['backward', 'forward'],
  purpose:
    'The values of a parameter are parts of addresses: another list or another source of them means other streams.',
  check: (comparison, report) => {
    for (const pair of comparison.channels.pairs) checkParameters(comparison, pair, report);
  },
};

const checkParameters = (comparison: Comparison, pair: Pair<Channel>, report: Report): void => {
  const was = parametersOf(comparison.previous.texts, pair.previous);
  const is = parametersOf(comparison.current.texts, pair.current);
  const [names, namesNow] = [parametersIn(pair.previous.address), parametersIn(pair.current.address)];
  // Elsewhere some came or went, which other rules say.
  if (names.length !== namesNow.length) return;
  names.forEach((name, index) => {
    const [previous, current] = [was.get(name), is.get(namesNow[index] ?? name)];
    if (previous === undefined || current === undefined) return;
    for (const difference of differences(comparison, pair, previous, current)) {
      report({ previous: previous.range, current: current.range, about: { channel: pair.current }, ...difference });
    }
  });
};

type Found = Pick<Difference, 'message' | 'fix' | 'harms'>;

const differences = (
  { previous: before, current: now }: Comparison,
  pair: Pair<Channel>,
  previous: Parameter,
  current: Parameter,
): readonly Found[] => {
  const { address } = pair.current;
  const { name } = current;
  const what = `receives from ${address}`;
  const readers = whom(now.receivers(pair.current), what);
  const misses = stillRunning(before, before.receivers(pair.previous), what, ['does not read', 'do not read']);
  const unread = (which: string, delivery: Delivery): Harm => ({
    direction: 'backward',
    effect: 'breaking',
    delivery,
    consequence: `Events of release ${before.name} that are still stored in ${address} ${which} are never read by ${readers}.`,
  });
  const unknown = (which: string, delivery: Delivery): Harm => ({
    direction: 'forward',
    effect: 'breaking',
    delivery,
    consequence: `${misses} the events that are published to ${address} ${which}.`,
  });
  const found: Found[] = [];
  if (previous.name !== name) {
    const message = `The parameter ${previous.name} of ${address} is called ${name} now; on the wire it has no name.`;
    found.push({ message, harms: [] });
  }
  const gone = without(previous.values, current.values);
  if (gone[0] !== undefined) {
    const message = `The parameter ${name} of ${address} lost ${gone.join(', ')}.`;
    const delivery: Delivery = { field: name, given: gone[0], taken: current.values ?? [] };
    found.push({ message, fix: 'keep its values', harms: [unread(`with ${gone.join(', ')}`, delivery)] });
  }
  const added = without(current.values, previous.values);
  if (added[0] !== undefined) {
    const message = `The parameter ${name} of ${address} gained ${added.join(', ')}.`;
    const delivery: Delivery = { field: name, given: added[0], taken: previous.values ?? [] };
    const harms = [unknown(`with ${added.join(', ')}`, delivery)];
    found.push({ message, fix: 'release the consumers first', harms });
  }
  for (const key of ['location', 'default'] as const) {
    const [was = 'none', is = 'none'] = [previous[key], current[key]];
    if (was === is) continue;
    const message = `The ${key} of the parameter ${name} of ${address} changed from ${was} to ${is}.`;
    const fix = previous[key] === undefined ? `leave the ${key} out` : `write ${key}: ${was} again`;
    const field = `${key} of ${name}`;
    const harms = [
      unread(`under the old ${key}`, { field, given: was, taken: [is] }),
      unknown(`under the new ${key}`, { field, given: is, taken: [was] }),
    ];
    found.push({ message, fix, harms });
  }
  return found;
};

/** Values that one list has and the other has not; `any other value` if one has no list. */
const without = (values: Parameter['values'], others: Parameter['values']): readonly string[] => {
  if (others === undefined) return [];
  return values === undefined ? ['any other value'] : values.filter((value) => !others.includes(value));
};
