/** Where today's contracts ask for less compatibility than the last release did. */
import { entryOf } from '../../load/source-tree.js';
import type { CompatibilityMode } from '../../model/compatibility.js';
import type { Channel, Message } from '../../model/contract.js';
import type { Release } from '../../releases/release.js';
import type { Change } from '../change.js';
import { compatibilityOf } from './compatibility-of.js';
import { policyFinding } from './policy-finding.js';

export const weakened = (previous: Release, current: Release, otherwise: CompatibilityMode): readonly Change[] => {
  const before = new Map(partsOf(previous).map((part) => [keyOf(part), part]));
  const reported = new Set<string>();
  return partsOf(current).flatMap((part) => {
    const older = before.get(keyOf(part));
    if (older === undefined) return [];
    const [was, is] = [older, part].map(({ channel, message }) => compatibilityOf(channel, message, otherwise));
    if (was === undefined || is === undefined) return [];
    const lost = demands[was.mode].filter((demand) => !demands[is.mode].includes(demand));
    const isLooser = was.contentModel === 'strict' && is.contentModel === 'event';
    if (lost.length === 0 && !isLooser) return [];
    const { channel, message } = part;
    const nodes = [message, channel].flatMap((one) => (one === undefined ? [] : [one]));
    const entry = nodes.map(({ source }) => entryOf(source, 'x-compatibility')).find((one) => one !== undefined);
    const range = entry?.value.range ?? channel.range;
    // A channel that asks for less does so for all of its messages.
    const place = `${range.file}#${range.pointer}`;
    if (reported.has(place)) return [];
    reported.add(place);
    const [wasText, isText] = [was, is].map(({ mode, contentModel }) =>
      isLooser ? `${mode} with content ${contentModel}` : mode,
    );
    const name = message?.name ?? (channel.address || channel.key);
    const finding = policyFinding(
      {
        rule: 'COMPATIBILITY_WEAKENED',
        effect: 'warning',
        message: `x-compatibility of ${name} was ${wasText} in release ${previous.name} and is ${isText}: what breaks otherwise is not shown.`,
        fix: 'ask for less in a change of its own, and break things in a later one',
      },
      range,
    );
    return { ...finding, channel: channel.address || channel.key, messageName: message?.name };
  });
};

type Demand = 'backward' | 'backward to all' | 'forward' | 'forward to all';

/** What each asks for; backward to all is backward, too. */
const demands: Readonly<Record<CompatibilityMode, readonly Demand[]>> = {
  NONE: [],
  ROLLING: ['backward', 'backward to all', 'forward'],
  BACKWARD: ['backward'],
  BACKWARD_TRANSITIVE: ['backward', 'backward to all'],
  FORWARD: ['forward'],
  FORWARD_TRANSITIVE: ['forward', 'forward to all'],
  FULL: ['backward', 'forward'],
  FULL_TRANSITIVE: ['backward', 'backward to all', 'forward', 'forward to all'],
};

interface Part {
  readonly channel: Channel;
  readonly message: Message | undefined;
}

const partsOf = ({ contracts }: Release): readonly Part[] =>
  [...new Set(contracts.documents.flatMap(({ channels }) => channels))].flatMap((channel) => [
    { channel, message: undefined },
    ...channel.messages.map((message) => ({ channel, message })),
  ]);

const keyOf = ({ channel, message }: Part): string =>
  JSON.stringify([channel.address || channel.key, message?.name ?? null]);
