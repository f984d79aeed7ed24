/** Against which earlier releases a change is held, and which way. */
import { durationMs } from '../../emit/duration.js';
import type { CompatibilityMode } from '../../model/compatibility.js';
import type { Channel } from '../../model/contract.js';
import type { Baseline, Release } from '../../releases/release.js';
import type { Direction } from '../change.js';
import type { PolicySettings } from './settings.js';

export type Directions = ReadonlySet<Direction>;

/**
 * For a release that was asked for by name (a commit, a folder): it counts whatever its age, as the previous release.
 */
export const directionsOfMode = (mode: CompatibilityMode): Directions => new Set(directionsIn[mode]);

const both: readonly Direction[] = ['backward', 'forward'];

const directionsIn: Readonly<Record<CompatibilityMode, readonly Direction[]>> = {
  NONE: [],
  ROLLING: both,
  BACKWARD: ['backward'],
  BACKWARD_TRANSITIVE: ['backward'],
  FORWARD: ['forward'],
  FORWARD_TRANSITIVE: ['forward'],
  FULL: both,
  FULL_TRANSITIVE: both,
};

export interface History {
  /** Oldest first. */
  readonly baselines: readonly Baseline[];
  /** Today's contracts. */
  readonly current: Release;
  readonly settings: PolicySettings;
  readonly now: Date;
}

/** In which directions `baseline` counts for a channel under a mode; in none if it is retired. */
export const directionsAgainst = (
  baseline: Baseline,
  { channel, mode }: { readonly channel: Channel; readonly mode: CompatibilityMode },
  history: History,
): Directions => {
  if (baseline.isRetired) return new Set();
  const asked = directionsOfMode(mode);
  if (mode === 'ROLLING') {
    const counts = { backward: mayBeStored(baseline, channel, history), forward: mayRun(baseline, history) };
    return new Set(both.filter((direction) => counts[direction]));
  }
  const isPrevious = baseline === history.baselines.findLast(({ isRetired }) => !isRetired);
  return isPrevious || mode.endsWith('_TRANSITIVE') ? asked : new Set();
};

/**
 * Services of a release publish until their successor is rolled out; what they published stays in the stream for its
 * retention, where somebody may read it late, give up on it, and replay the dead letter as long as there is one.
 */
const mayBeStored = (baseline: Baseline, channel: Channel, { settings, ...history }: History): boolean => {
  const successorMs = releasedMsAfter(baseline, history);
  if (successorMs === undefined || settings.deadLetterWindowMs === undefined) return true;
  const retentionMs = longestRetentionMs(channel, history);
  if (retentionMs === undefined) return true;
  return history.now.getTime() < successorMs + settings.rolloutWindowMs + retentionMs + settings.deadLetterWindowMs;
};

const mayRun = (baseline: Baseline, { settings, ...history }: History): boolean => {
  if (settings.deployed !== undefined) return settings.deployed.includes(baseline.name);
  const successorMs = releasedMsAfter(baseline, history);
  return successorMs === undefined || history.now.getTime() < successorMs + settings.rolloutWindowMs;
};

/** `undefined` for the last one: its successor is what is being changed. */
const releasedMsAfter = (baseline: Baseline, { baselines }: Pick<History, 'baselines'>): number | undefined => {
  const successor = baselines[baselines.indexOf(baseline) + 1];
  if (successor === undefined) return undefined;
  // A date alone leaves open at what time of the day it was.
  return Date.parse(successor.released) + (successor.released.includes('T') ? 0 : dayMs);
};

const dayMs = 86_400_000;

/** Events are kept as long as the longest of all releases said; `undefined` where one of them cannot be read. */
const longestRetentionMs = (
  { address, key, definedBy, retention }: Channel,
  { baselines, current }: Pick<History, 'baselines' | 'current'>,
): number | undefined => {
  const isSame = (other: Channel): boolean =>
    address === '' ? other.key === key && other.definedBy === definedBy : other.address === address;
  const retentions = [...baselines, current].flatMap(({ contracts }) =>
    contracts.documents.flatMap(({ channels }) => channels.filter(isSame).map((channel) => channel.retention)),
  );
  const all = [retention, ...retentions].map(durationMs);
  return all.includes(undefined) ? undefined : Math.max(...all.map((ms) => ms ?? 0));
};
