import type { Channel } from '../../../model/contract.js';
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
  const what = `receives from ${address}`;
  const unread = (which: string): Harm => ({
    direction: 'backward',
    effect: 'breaking',
    consequence: `Events of release ${before.name} that are still stored in ${address} ${which} are never read by ${whom(now.receivers(pair.current), what)}.`,
  });
  const waits = stillRunning(before, before.receivers(pair.previous), what, ['does not read', 'do not read']);
  const unknown = (which: string): Harm => ({
    direction: 'forward',
    effect: 'breaking',
    consequence: `${waits} the events that are published to ${address} ${which}.`,
  });
  const gone = without(previous.values, current.values);
  const added = without(current.values, previous.values);
  const found: Found[] = [];
  if (previous.name !== current.name) {
    const message = `The parameter ${previous.name} of ${address} is called ${current.name} now; on the wire it has no name.`;
    found.push({ message, harms: [] });
  }
  if (gone.length > 0) {
    const message = `The parameter ${current.name} of ${address} lost ${listed(gone)}.`;
    found.push({ message, fix: 'keep its values', harms: [unread(`with ${listed(gone)}`)] });
  }
  if (added.length > 0) {
    const message = `The parameter ${current.name} of ${address} gained ${listed(added)}.`;
    found.push({ message, fix: 'release the consumers first', harms: [unknown(`with ${listed(added)}`)] });
  }
  for (const key of ['location', 'default'] as const) {
    const [one, other] = [previous[key], current[key]];
    if (one === other) continue;
    const message = `The ${key} of the parameter ${current.name} of ${address} changed from ${one ?? 'none'} to ${other ?? 'none'}.`;
    const fix = one === undefined ? `leave the ${key} out` : `write ${key}: ${one} again`;
    found.push({ message, fix, harms: [unread('under the old one'), unknown('under the new one')] });
  }
  return found;
};

/** Values that one list has and the other has not; `any other value` if one has no list. */
const without = (values: Parameter['values'], others: Parameter['values']): readonly string[] => {
  if (others === undefined) return [];
  if (values === undefined) return ['any other value'];
  const known = new Set(others.map((value) => JSON.stringify(value)));
  return values.map((value) => JSON.stringify(value)).filter((value) => !known.has(value));
};

const listed = (values: readonly string[]): string => values.join(', ');
