/** `streampact changelog [from] [to]`: what changed between two releases of the contracts, in Markdown. */
import { Argument, Command } from 'commander';
import { posix } from 'node:path';
import { changelogText } from '../breaking/policy/index.js';
import { compareContracts } from '../breaking/contract-rules/index.js';
import { loadContracts } from '../load/load-contracts.js';
import type { Profile } from '../model/contract.js';
import { BaselineMissingError } from '../releases/earlier-releases.js';
import { baselinesIn } from '../releases/baselines.js';
import { ContractsInvalidError } from '../releases/contracts-invalid.js';
import { otherRelease } from '../releases/other-release.js';
import type { Release } from '../releases/release.js';
import { dateOption } from './date-option.js';
import { profileOption } from './profile-option.js';

export interface ChangelogOptions {
  /** A folder of documents, or one. */
  readonly input: string;
  readonly profile: Profile;
  /** @default `baseline` in the folder of the contracts */
  readonly baseline?: string;
  /** @default today */
  readonly now?: Date;
}

const today = 'current';

export const changelogCommand = (): Command =>
  new Command('changelog')
    .description('Tell what changed between two releases of the contracts, in Markdown.')
    .addArgument(new Argument('[from]', 'a release, git:<commit> or a folder (default: the last release)'))
    .addArgument(new Argument('[to]', 'the same').default(today, 'the contracts as they are'))
    .option('--input <path>', 'folder with one AsyncAPI document a service, or one document', 'asyncapi')
    .addOption(profileOption())
    .option('--baseline <folder>', 'where releases are kept (default: baseline in the input folder)')
    .addOption(dateOption())
    .addHelpText('after', help)
    .action(async (from: string | undefined, to: string, options: ChangelogOptions) => {
      process.exitCode = await changelog(from, to, options);
    });

const help = `
Exit code: 0 printed, 2 could not run.

Examples:
  streampact changelog
  streampact changelog 2026-10 2026-11 > changes.md
`;

/** @throws an error with a code if one of the two cannot be read */
export const changelog = async (from: string | undefined, to: string, options: ChangelogOptions): Promise<0> => {
  const { input, profile, now = new Date() } = options;
  const { contracts, findings } = await loadContracts(input, { profile });
  if (findings.some(({ severity }) => severity === 'error'))
    throw new ContractsInvalidError(input, findings, contracts);
  const { folder } = contracts;
  const place = options.baseline ?? posix.join(folder, 'baseline');
  const baselines = await baselinesIn(place, { profile });
  const named = async (name: string): Promise<Release> =>
    name === today
      ? { name: today, contracts }
      : (baselines.find((baseline) => baseline.name === name) ?? (await otherRelease(name, { folder, profile })));
  const last = baselines.at(-1)?.name;
  const name = from ?? last;
  if (name === undefined) throw new BaselineMissingError(place);
  const [previous, current] = [await named(name), await named(to)];
  const index = baselines.findIndex((baseline) => baseline.name === previous.name);
  const changes = compareContracts(previous, current, {
    directionsOf: () => new Set(['backward', 'forward']),
    history: baselines.slice(0, Math.max(index, 0)),
    now,
  });
  process.stdout.write(changelogText(changes, previous, current));
  return 0;
};
