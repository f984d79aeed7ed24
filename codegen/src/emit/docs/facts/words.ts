/** Numbers, times and counts as people read them. */
import { readableNumber } from '../../constraint-words.js';
import { durationMs } from '../../duration.js';

/** `7 days` for `P7D`; what is no duration stays as it is written. */
export const retentionText = (written: string): string => {
  const ms = durationMs(written);
  return ms === undefined ? written : timeText(ms);
};

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** In the largest unit that leaves no fraction; from two of it, so that 36 hours are not one and a half day. */
export const timeText = (ms: number): string => {
  if (ms === 0) return 'no time';
  const unit = units.find(([, size]) => ms % size === 0);
  return unit === undefined ? `${ms} ms` : counted(ms / unit[1], unit[0]);
};

export const counted = (count: number, noun: string): string =>
  `${readableNumber(count)} ${noun}${count === 1 ? '' : 's'}`;

/** The first sentence, for lists. */
export const firstSentence = (text: string | undefined, lettersMax = 140): string => {
  const [line = ''] = (text ?? '').trim().split(/\n\s*\n|(?<=[.!?])\s/);
  const flat = line.replaceAll(/\s+/g, ' ');
  return flat.length > lettersMax ? `${flat.slice(0, lettersMax - 1).trimEnd()}…` : flat;
};
