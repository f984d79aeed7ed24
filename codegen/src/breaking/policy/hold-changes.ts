/** Today's contracts held against every earlier release that counts. */
import type { CompatibilityMode } from '../../model/compatibility.js';
import type { Channel, Message } from '../../model/contract.js';
import type { Baseline, Release } from '../../releases/release.js';
import { type CompareOptions, compareContracts } from '../contract-rules/index.js';
import { compatibilityOf } from './compatibility-of.js';
import type { HeldChange } from './held-change.js';
import { mergeChanges } from './merge-changes.js';
import { directionsAgainst, directionsOfMode, type Directions } from './releases-that-count.js';
import type { PolicySettings } from './settings.js';
import { weakened } from './weakened.js';
import { type SuggestedVersion, suggestedVersions, versionFindings } from './version-bump.js';

export interface HoldOptions {
  readonly current: Release;
  /** Oldest first. */
  readonly baselines: readonly Baseline[];
  /** Asked for by name: each counts whatever its age. Baselines are then only what names were used in before. */
  readonly named: readonly Release[];
  readonly settings: PolicySettings;
  /** Instead of what contracts ask for. */
  readonly mode: CompatibilityMode | undefined;
  readonly now: Date;
  /** @default the real one; tests of the policy take another */
  readonly compare?: typeof compareContracts;
}

export interface Held {
  readonly changes: readonly HeldChange[];
  /** Newest first. */
  readonly compared: readonly Release[];
  readonly suggestions: readonly SuggestedVersion[];
}

export const holdChanges = (options: HoldOptions): Held => {
  const { current, baselines, named, now, compare = compareContracts } = options;
  const compared = named.length > 0 ? named : baselines.filter((one) => counts(one, options)).toReversed();
  const all = compared.map((release) => {
    const index = baselines.findIndex((one) => one === release);
    const history = index === -1 ? baselines : baselines.slice(0, index);
    const compareOptions: CompareOptions = {
      directionsOf: (channel, message) => directionsFor(release, channel, message, options),
      contentModelOf: (channel) => compatibilityOf(channel, undefined, options.settings.mode).contentModel,
      history,
      now,
    };
    return { release, changes: compare(release, current, compareOptions) };
  });
  const [newest] = all;
  const suggestions = newest === undefined ? [] : suggestedVersions(newest.changes, newest.release, current);
  const beside =
    newest === undefined
      ? []
      : [
          ...versionFindings(suggestions, newest.release, current),
          ...weakened(newest.release, current, options.settings.mode),
        ];
  return {
    changes: mergeChanges(
      all.map(({ release, changes }) =>
        release === newest?.release ? { release, changes: [...changes, ...beside] } : { release, changes },
      ),
      current,
    ),
    compared,
    suggestions,
  };
};

const directionsFor = (
  release: Release,
  channel: Channel,
  message: Message | undefined,
  options: HoldOptions,
): Directions => {
  const mode = options.mode ?? compatibilityOf(channel, message, options.settings.mode).mode;
  const baseline = options.baselines.find((one) => one === release);
  return baseline === undefined || options.named.includes(release)
    ? directionsOfMode(mode)
    : directionsAgainst(baseline, { channel, mode }, options);
};

/** Whether anything of it, or of today's contracts, is held against it in any direction. */
const counts = (baseline: Baseline, options: HoldOptions): boolean => {
  if (baseline.isRetired) return false;
  // What is compatible since the last release is news, too, whatever is asked for.
  if (baseline === options.baselines.findLast(({ isRetired }) => !isRetired)) return true;
  return [baseline, options.current].some(({ contracts }) =>
    contracts.documents.some(({ channels }) =>
      channels.some((channel) =>
        [undefined, ...channel.messages].some((message) => directionsFor(baseline, channel, message, options).size > 0),
      ),
    ),
  );
};
