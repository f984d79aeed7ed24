/** Differences between what is on disk and what was emitted, as people read them. */
import type { Difference } from './generated-folder.js';
import { manifestName } from './manifest.js';
import { unifiedDiff } from './unified-diff.js';

/** Shows what is stale, as a unified diff where a file is there. @param command what brings it up to date */
export const reportStale = async (changes: readonly Difference[], output: string, command: string): Promise<1> => {
  for (const { kind, path, before, after } of changes) {
    process.stdout.write(`${output}/${path}: ${states[kind]}\n`);
    if (kind === 'changed') process.stdout.write(await unifiedDiff(`${output}/${path}`, before, after));
  }
  const what = changes.length === 1 ? 'file is' : 'files are';
  process.stderr.write(`\n${changes.length} ${what} not what the contracts say. Run: ${command}\n`);
  return 1;
};

/** For --dry-run. */
export const listChanges = (changes: readonly Difference[], output: string): void => {
  for (const { path, kind } of changes) process.stdout.write(`${output}/${path}: ${plans[kind]}\n`);
};

/** `Wrote 3 and removed 1` */
export const summaryOf = (all: readonly Difference[], isDryRun: boolean): string => {
  const changes = all.filter(({ path }) => !path.endsWith(manifestName));
  const removed = changes.filter(({ kind }) => kind === 'surplus').length;
  const written = changes.length - removed;
  const [write, remove] = isDryRun ? ['Would write', 'remove'] : ['Wrote', 'removed'];
  return removed === 0 ? `${write} ${written}` : `${write} ${written} and ${remove} ${removed}`;
};

export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const states: Readonly<Record<Difference['kind'], string>> = {
  missing: 'is missing',
  changed: 'is out of date',
  surplus: 'is not generated any more',
};

const plans: Readonly<Record<Difference['kind'], string>> = {
  missing: 'would be written',
  changed: 'would be changed',
  surplus: 'would be removed',
};
