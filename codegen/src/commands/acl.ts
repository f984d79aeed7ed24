/** `streampact acl`: the users that Redis must have, so that each service can do what its contract says and nothing else. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { aclFile, aclJson, aclUsers } from '../emit/acl/emit-acl.js';
import { companions, type Companion } from '../emit/acl/other-users.js';
import { loadContracts } from '../load/load-contracts.js';
import type { Profile } from '../model/contract.js';
import { hasErrors } from '../report/finding.js';
import { report, reportFormats, type ReportFormat } from '../report/report.js';
import { hashesVariable, PasswordHashesError, readPasswordHashes } from './acl-password-hashes.js';
import { counted } from './changes.js';
import { OutputUnwritableError } from './generated-folder.js';
import { profileOption } from './profile-option.js';
import { unifiedDiff } from './unified-diff.js';

export interface AclCommandOptions {
  readonly input: string;
  readonly output?: string;
  readonly keyPrefix: string;
  readonly passwordHashes?: string;
  readonly also: readonly Companion[];
  readonly profile: Profile;
  readonly json: boolean;
  readonly check: boolean;
  readonly format: ReportFormat;
}

export const aclCommand = (): Command =>
  new Command('acl')
    .description(
      'Write the Redis users of the services: each may do with streams what its contract says, nothing else.',
    )
    .option('--input <path>', 'folder of AsyncAPI documents, or one of them', 'asyncapi')
    .option('--output <file>', 'file that is written, for "aclfile" of redis.conf; printed without it')
    .option('--key-prefix <text>', 'what every Redis key begins with: STREAMPACT_KEY_PREFIX of the services', '')
    .option('--password-hashes <file>', `"<user>=<sha256>" a line; else ${hashesVariable} is read`)
    .addOption(
      new Option('--also <list>', `comma-separated users of what runs beside Redis: ${companions.join(', ')}`)
        .argParser(companionList)
        .default([], 'none'),
    )
    .option('--json', 'as data: the rules of each user, for ACL SETUSER', false)
    .addOption(profileOption())
    .option('--check', 'write nothing; fail if the file of --output is not up to date', false)
    .addOption(new Option('--format <format>', 'how findings are printed').choices(reportFormats).default('text'))
    .addHelpText('after', help)
    .action(async (options: AclCommandOptions) => {
      if (options.check && options.output === undefined) {
        throw new InvalidArgumentError('--check compares a file: name it with --output.');
      }
      process.exitCode = await acl(options);
    });

const help = `
A user is called as its service; "streampact-ops" is for the tools, and the default user is off. Needs Redis 7.0 or newer.
Passwords are given as SHA-256 hashes only. A user without one is written as off: nobody can log in as it.

Exit code: 0 written or up to date, 1 the contracts cannot be read in full or --check found a stale file, 2 could not run.

Examples:
  streampact acl --output deploy/redis/users.acl --password-hashes deploy/redis/password-hashes
  streampact acl --key-prefix shop: --also health,replica,sentinel --json
`;

function companionList(text: string): readonly Companion[] {
  const wanted = text.split(',').map((one) => one.trim());
  const strange = wanted.find((one) => !companions.some((known) => known === one));
  if (strange !== undefined) throw new InvalidArgumentError(`"${strange}" is none of ${companions.join(', ')}.`);
  return companions.filter((one) => wanted.includes(one));
}

/**
 * Does not ask the linter: what can be read has its rights.
 * @returns the exit code
 * @throws ContractFolderError, PasswordHashesError, AclNameError, OutputUnwritableError
 */
export const acl = async (options: AclCommandOptions): Promise<0 | 1> => {
  const { input, output, keyPrefix, also, format } = options;
  const { contracts, findings } = await loadContracts(input, { profile: options.profile });
  const sourceOf = (name: string): string | undefined => contracts.files.find(({ file }) => file === name)?.text;
  // Where the users are printed, findings must not stand between them.
  const told = output === undefined ? process.stderr : process.stdout;
  if (findings.length > 0) told.write(report(findings, { format, sourceOf }));
  if (hasErrors(findings)) {
    process.stderr.write(`\nNo user was written: ${input} cannot be read in full.\n`);
    return 1;
  }
  const users = aclUsers(contracts, { keyPrefix, companions: also });
  const hashes = await readPasswordHashes(options.passwordHashes, process.env);
  const strange = hashes.users.find((user) => !users.some(({ name, secret }) => name === user && secret !== 'none'));
  if (strange !== undefined) {
    const known = users.filter(({ secret }) => secret === 'password').map(({ name }) => name);
    const place = options.passwordHashes ?? hashesVariable;
    throw new PasswordHashesError(place, `"${strange}" is no user with a password; there are ${known.join(', ')}`);
  }
  const text = options.json ? aclJson(users, hashes) : aclFile(users, hashes);
  const off = users.filter(({ name, secret }) => secret === 'password' && hashes.of(name).length === 0);
  if (off.length > 0) {
    process.stderr.write(
      `Off, because no hash of a password was given: ${off.map(({ name }) => name).join(', ')}. See streampact acl --help.\n`,
    );
  }
  if (output === undefined) {
    process.stdout.write(text);
    return 0;
  }
  const before = await textOf(output);
  if (options.check && before !== text) {
    process.stdout.write(`${output}: ${before === undefined ? 'is missing' : 'is out of date'}\n`);
    if (before !== undefined) process.stdout.write(await unifiedDiff(output, before, text));
    process.stderr.write('\n1 file is not what the contracts say. Run streampact acl without --check.\n');
    return 1;
  }
  if (before !== text) await write(output, text);
  process.stdout.write(`${counted(users.length, 'user')} in ${output} ${before === text ? 'up to date' : 'written'}\n`);
  return 0;
};

const textOf = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new OutputUnwritableError(file, error);
  }
};

const write = async (file: string, text: string): Promise<void> => {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  } catch (error) {
    throw new OutputUnwritableError(file, error);
  }
};
