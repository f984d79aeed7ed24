/** One finding for one change, however many earlier releases it is a change from. */
import { posix } from 'node:path';
import type { Release } from '../../releases/release.js';
import type { Change } from '../change.js';
import { fragmentHash } from './fragment.js';
import type { Fragments, HeldChange } from './held-change.js';

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
      merged.set(key, { ...(known ?? { ...change, fragments }), releases: [...new Set(releases)] });
    }
  }
  return [...merged.values()].map(withOthers);
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

/** Sentences name one release; the others are named behind them. */
const withOthers = (change: HeldChange): HeldChange => {
  const [, ...others] = change.releases;
  if (others.length === 0 || change.effect === 'compatible') return change;
  const also = `The same holds for ${others.length === 1 ? 'release' : 'releases'} ${others.join(', ')}.`;
  return { ...change, consequence: change.consequence === undefined ? also : `${change.consequence} ${also}` };
};
