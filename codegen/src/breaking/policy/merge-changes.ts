/** One finding for one change, however many earlier releases it is a change from, and however many messages it stands in. */
import { posix } from 'node:path';
import type { Release } from '../../releases/release.js';
import type { Change } from '../change.js';
import { fragmentHash } from './fragment.js';
import type { AlsoIn, Fragments, HeldChange } from './held-change.js';

export interface ChangesFrom {
  readonly release: Release;
  readonly changes: readonly Change[];
}

/** @param all newest release first: what is printed of several equal changes is that of the newest */
export const mergeChanges = (all: readonly ChangesFrom[], current: Release): readonly HeldChange[] => {
  const merged = new Map<string, HeldChange>();
  for (const { release, changes } of all) {
    for (const change of changes) {
      const fragments = fragmentsOf(change, release, current);
      const { rule, effect, direction, channel, messageName, operation } = change;
      const message = change.message.replaceAll(release.name, '');
      const key = JSON.stringify([rule, effect, direction, channel, messageName, operation, message, fragments]);
      const known = merged.get(key);
      const releases = [...(known?.releases ?? []), release.name];
      merged.set(key, { ...(known ?? { ...change, fragments, alsoIn: [] }), releases: [...new Set(releases)] });
    }
  }
  return inOnePlace([...merged.values()]).map(withOthers);
};

/** What stands in a shared definition is changed once, and shown once; events of the first message show what it does. */
const inOnePlace = (changes: readonly HeldChange[]): readonly HeldChange[] => {
  const merged = new Map<string, HeldChange[]>();
  for (const change of changes) {
    const { rule, effect, direction, fragments, releases } = change;
    const isAlone = change.messageName === undefined || effect === 'compatible';
    const key = JSON.stringify([rule, effect, direction, fragments, releases, ...(isAlone ? [merged.size] : [])]);
    merged.set(key, [...(merged.get(key) ?? []), change]);
  }
  return [...merged.values()].flatMap((group) => {
    const [first, ...others] = group.toSorted((a, b) => compare(a.messageName ?? '', b.messageName ?? ''));
    if (first === undefined) return [];
    const alsoIn = others
      .filter(({ messageName, channel }) => messageName !== first.messageName || channel !== first.channel)
      .map(({ channel, messageName, consequence }) => ({ channel, messageName: messageName ?? '', consequence }));
    return { ...first, alsoIn };
  });
};

const fragmentsOf = (change: Change, { contracts: before }: Release, { contracts: now }: Release): Fragments => {
  const isInCurrent = now.files.some(({ file }) => file === change.file);
  const { previous } = change;
  const place = isInCurrent ? undefined : (previous ?? change);
  return {
    pointer: `${posix.relative((isInCurrent ? now : before).folder, change.file)}#${change.pointer}`,
    previous: fragmentHash(before, place ?? previous),
    current: fragmentHash(now, isInCurrent ? change : undefined),
  };
};

/** Sentences name one release and one message; the others are named behind them. */
const withOthers = (change: HeldChange): HeldChange => {
  if (change.effect === 'compatible') return change;
  const [, ...releases] = change.releases;
  const sentences = [
    ...(change.consequence === undefined ? [] : [change.consequence]),
    ...(releases.length === 0
      ? []
      : [`The same holds for ${releases.length === 1 ? 'release' : 'releases'} ${releases.join(', ')}.`]),
    ...messagesText(change.alsoIn),
  ];
  return sentences.length === 0 ? change : { ...change, consequence: sentences.join(' ') };
};

/** More are counted; `--format json` has all of them. */
const messagesMax = 5;

const messagesText = (others: readonly AlsoIn[]): readonly string[] => {
  if (others.length === 0) return [];
  const names = [...new Set(others.map(({ messageName }) => messageName))];
  const shown = names.length > messagesMax + 1 ? names.slice(0, messagesMax) : names;
  const rest = names.length - shown.length;
  return [`It is the same in ${shown.join(', ')}${rest === 0 ? '' : ` and ${rest} other messages`}.`];
};

/** By code unit, so that the order is the same on every machine. */
const compare = (a: string, b: string): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};
