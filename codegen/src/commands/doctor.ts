/** `streampact doctor`: what keeps a project from running, and what to do about it. */
import { Command, Option } from 'commander';
import pc from 'picocolors';
import type { Check } from '../doctor/check.js';
import { checkNode } from '../doctor/check-node.js';
import { checkOutput } from '../doctor/check-output.js';
import { postgresExamination } from '../doctor/check-postgres.js';
import { redisExamination } from '../doctor/check-redis.js';
import { checkSettings } from '../doctor/check-settings.js';
import { examine } from '../doctor/server-looks.js';
import { type Target, targets } from '../emit/targets.js';
import type { Profile } from '../model/contract.js';
import { isOnTerminal } from '../report/text.js';
import { counted } from './changes.js';
import { parseTargets } from './generate.js';
import { profileOption } from './profile-option.js';

const formats = ['text', 'json'] as const;

interface DoctorOptions {
  readonly input: string;
  readonly output: string;
  readonly profile: Profile;
  readonly target: readonly Target[];
  readonly format: (typeof formats)[number];
}

export const doctorCommand = (): Command =>
  new Command('doctor')
    .description('Look at Node.js, PostgreSQL, Redis, settings and generated code, and say what to do.')
    .option('--input <path>', 'folder with one AsyncAPI document a service, or one document', 'asyncapi')
    .option('--output <folder>', 'folder of generated code', 'generated')
    .addOption(profileOption())
    .option('--target <list>', 'what generate was told to write', parseTargets, targets)
    .addOption(new Option('--format <format>', 'how it is printed').choices(formats).default('text'))
    .addHelpText('after', help)
    .action(async (options: DoctorOptions) => {
      process.exitCode = await doctor(options);
    });

const help = `
Servers are those of DATABASE_URL and REDIS_URL, asked as a service would: Sentinels, Clusters and several hosts, with
DATABASE_CA_FILE and REDIS_CA_FILE, each also as <NAME>_FILE. Nothing is changed. The drivers are those of the project in
this folder.

Exit code: 0 no problem, 1 a problem, 2 could not run.

Examples:
  streampact doctor
  DATABASE_URL=postgres://app:app@localhost:5432/shop REDIS_URL=redis://localhost:6379 streampact doctor --format json
`;

/** @returns the exit code */
export const doctor = async ({ input, output, profile, target, format }: DoctorOptions): Promise<0 | 1> => {
  const asked = await Promise.all([
    examine(postgresExamination, process.env, '.'),
    examine(redisExamination, process.env, '.'),
    checkOutput({ input, output, profile, targets: target }),
  ]);
  const checks = [checkNode(process.versions.node), ...checkSettings(process.env), ...asked.flat()];
  if (format === 'json') process.stdout.write(`${JSON.stringify(checks, undefined, 2)}\n`);
  else process.stdout.write(checks.map(asText).join(''));
  const count = (status: Check['status']): number => checks.filter((check) => check.status === status).length;
  const found = [counted(count('problem'), 'problem'), counted(count('warning'), 'warning')].join(', ');
  process.stderr.write(`\n${found}, ${count('skipped')} not checked.\n`);
  return count('problem') === 0 ? 0 : 1;
};

const asText = ({ status, subject, message, fix }: Check): string => {
  const line = `${colours[status](status.padEnd('problem'.length))}  ${subject}: ${message}\n`;
  return fix === undefined ? line : `${line}${' '.repeat('problem'.length + 2)}→ ${fix}\n`;
};

const { green, yellow, red, dim } = pc.createColors(isOnTerminal());
const colours: Readonly<Record<Check['status'], (text: string) => string>> = {
  ok: green,
  warning: yellow,
  problem: red,
  skipped: dim,
};
