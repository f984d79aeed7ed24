/** `streampact release <name>`: writes today's contracts down as what runs, for later changes to be held against. */
import { Argument, Command } from 'commander';
import { posix } from 'node:path';
import { failsGate } from '../breaking/policy/index.js';
import { loadContracts } from '../load/load-contracts.js';
import type { Profile } from '../model/contract.js';
import { BaselineMissingError } from '../releases/earlier-releases.js';
import { ContractsInvalidError } from '../releases/contracts-invalid.js';
import { planRelease, writeRelease } from '../releases/write-release.js';
import { assess } from './breaking-contracts.js';
import { counted } from './changes.js';
import { dateOption } from './date-option.js';
import { profileOption } from './profile-option.js';

export interface ReleaseOptions {
  /** A folder of documents, or one. */
  readonly input: string;
  readonly profile: Profile;
  /** @default `baseline` in the folder of the contracts */
  readonly baseline?: string;
  readonly force: boolean;
  readonly dryRun: boolean;
  /** @default today */
  readonly now?: Date;
}

export const releaseCommand = (): Command =>
  new Command('release')
    .description('Write the contracts down as a release, which later changes are compared with.')
    .addArgument(new Argument('<name>', 'e.g. 2026-11 or 1.4.0'))
    .option('--input <path>', 'folder with one AsyncAPI document a service, or one document', 'asyncapi')
    .addOption(profileOption())
    .option('--baseline <folder>', 'where releases are kept (default: baseline in the input folder)')
    .addOption(dateOption())
    .option('--force', 'even if something breaks or is not known; release.json says so', false)
    .option('--dry-run', 'write nothing; list what would be written', false)
    .addHelpText('after', help)
    .action(async (name: string, options: ReleaseOptions) => {
      process.exitCode = await release(name, options);
    });

const help = `
A release is a folder with the documents, every file that they refer to, and release.json. Commit it when you roll it out.

Exit code: 0 written, 1 something breaks an earlier release, nothing was written; 2 could not run.

Examples:
  streampact release 2026-11
  streampact release 1.4.0 --dry-run
`;

/** @returns the exit code @throws ReleaseRefusedError, and what `assess` throws */
export const release = async (name: string, options: ReleaseOptions): Promise<0 | 1> => {
  const { input, profile, force, dryRun, now = new Date() } = options;
  const { contracts, findings } = await loadContracts(input, { profile });
  if (findings.some(({ severity }) => severity === 'error'))
    throw new ContractsInvalidError(input, findings, contracts);
  const folder = options.baseline ?? posix.join(contracts.folder, 'baseline');
  const unproved = await unprovedSince({ ...options, now });
  if (unproved.length > 0 && !force) {
    process.stderr.write(
      `Nothing was written: ${counted(unproved.length, 'change')} since the last release may break something. ` +
        'See streampact breaking; mend them, waive them, or release them all the same with --force.\n',
    );
    return 1;
  }
  const plan = await planRelease(contracts, { name, folder, now, unproved });
  if (dryRun) for (const { path } of plan.files) process.stdout.write(`${path}: would be written\n`);
  else await writeRelease(plan);
  const forced = unproved.length === 0 ? '' : `, forced: ${counted(unproved.length, 'change')} may break something`;
  process.stderr.write(
    `${dryRun ? 'Would write' : 'Wrote'} ${counted(plan.files.length, 'file')} to ${plan.folder}${forced}.\n`,
  );
  return 0;
};

/** Rule and place of each; none if this is the first release. */
const unprovedSince = async (options: ReleaseOptions & { readonly now: Date }): Promise<readonly string[]> => {
  try {
    const { changes } = await assess({ ...options, against: [] });
    const places = changes.filter(failsGate).map(({ rule, fragments }) => `${rule} ${fragments.pointer}`);
    return [...new Set(places)].toSorted();
  } catch (error) {
    if (error instanceof BaselineMissingError) return [];
    throw error;
  }
};
