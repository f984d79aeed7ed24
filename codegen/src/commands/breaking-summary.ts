/** The last lines of `streampact breaking`: counts, releases, and the version that each document should have. */
import { posix } from 'node:path';
import type { Effect } from '../breaking/change.js';
import { counted } from './changes.js';
import type { Assessment } from './breaking-contracts.js';

export const breakingSummary = (
  { changes, waived, compared, suggestions }: Assessment,
  { input }: { readonly input: string },
  durationMs: number,
): string => {
  const count = (effect: Effect): number => changes.filter((change) => change.effect === effect).length;
  const counts = [
    `${count('breaking')} breaking`,
    `${count('unknown')} unknown`,
    counted(count('warning'), 'warning'),
    `${count('compatible')} compatible`,
    ...(waived === 0 ? [] : [`${waived} waived`]),
  ];
  const names = compared.map(({ name }) => name);
  const against = names.length === 1 ? `release ${names[0] ?? ''}` : `releases ${names.join(', ')}`;
  const lines = [
    `${posix.normalize(input)} against ${against}: ${counts.join(', ')} (${durationMs} ms).`,
    ...suggestions.map(({ document, bump, previous, suggested }) => {
      const next = suggested ?? 'another version';
      return `${document.service}: ${bump} changes since ${previous}, so ${next}; info.version is ${document.version}.`;
    }),
  ];
  return lines.map((line) => `${line}\n`).join('');
};
