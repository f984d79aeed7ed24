/** Parameters of an address that came or went: the streams have other names then. */
import type { Channel } from '../../model/contract.js';
import type { Comparison } from './comparison.js';
import { parametersOf } from './facts.js';
import type { Pair } from './pair-by.js';
import { parametersIn } from './pair-channels.js';
import type { Difference } from './rule.js';
import { stillRunning, whom } from './who.js';

/** None if there are as many as before: a parameter at the same place was only renamed. */
export const changedNames = ({
  previous,
  current,
}: Pair<Channel>): { readonly added: readonly string[]; readonly removed: readonly string[] } => {
  const [was, is] = [parametersIn(previous.address), parametersIn(current.address)];
  if (was.length === is.length) return { added: [], removed: [] };
  return { added: is.filter((name) => !was.includes(name)), removed: was.filter((name) => !is.includes(name)) };
};

export const parameterChange = (
  { previous: before, current: now }: Comparison,
  { previous, current }: Pair<Channel>,
  { name, message }: { readonly name: string; readonly message: string },
): Difference => {
  const what = `receives from ${previous.address}`;
  const waits = stillRunning(before, before.receivers(previous), what, ['waits', 'wait']);
  return {
    previous:
      parametersOf(before.texts, previous).get(name)?.range ?? before.texts.valueRange(previous.source, 'address'),
    current: parametersOf(now.texts, current).get(name)?.range ?? now.texts.valueRange(current.source, 'address'),
    message,
    fix: `write ${previous.address} again, or define a second channel and publish to both for a while`,
    about: { channel: current },
    harms: [
      {
        direction: 'backward',
        effect: 'breaking',
        delivery: { field: 'stream', given: previous.address, taken: [current.address] },
        consequence: `Events of release ${before.name} that are still stored in ${previous.address} are never read by ${whom(now.receivers(current), what)}.`,
      },
      {
        direction: 'forward',
        effect: 'breaking',
        delivery: { field: 'stream', given: current.address, taken: [previous.address] },
        consequence: `${waits} at ${previous.address} for events that are published to ${current.address}.`,
      },
    ],
  };
};
