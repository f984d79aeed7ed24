/** `streampact generate`: contracts to code, or a check that the code is up to date. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type Target, targets as allTargets } from '../emit/targets.js';
import type { Profile } from '../model/contract.js';
import { type Finding, hasErrors } from '../report/finding.js';
import { report, reportFormats, type ReportFormat } from '../report/report.js';
import { counted, listChanges, reportStale, summaryOf } from './changes.js';
import { apply } from './generated-folder.js';
import type { Generation, Memory } from './generation.js';
import {
  fileHash,
  generatorHash,
  isUpToDate,
  type LastRun,
  lastRunFile,
  namesIn,
  readLastRun,
  writeLastRun,
} from './last-run.js';
import { hashOf, manifestOf } from './manifest.js';
import { profileOption } from './profile-option.js';

export interface GenerateOptions {
  /** A folder of documents, or one. */
  readonly input: string;
  readonly output: string;
  readonly profile: Profile;
  readonly target: readonly Target[];
  readonly check: boolean;
  readonly dryRun: boolean;
  /** Whether there is a next run, which will see what changes meanwhile. */
  readonly watch: boolean;
  /** Whether to believe what the last run left behind. */
  readonly cache: boolean;
  readonly format: ReportFormat;
}

export const generateCommand = (): Command =>
  new Command('generate')
    .description('Write types, validators, publishers, handler maps and test factories from the contracts.')
    .option('--input <path>', 'folder with one AsyncAPI document a service, or one document', 'asyncapi')
    .option('--output <folder>', 'folder that is written; files in it that are not ours stay', 'generated')
    .addOption(profileOption())
    .option('--target <list>', `what to write, of ${allTargets.join(',')}`, parseTargets, allTargets)
    .option('--check', 'write nothing; show a diff and fail if a file is not up to date', false)
    .option('--dry-run', 'write nothing; list what would be written and removed', false)
    .option('--watch', 'write again whenever a contract changes, until Ctrl-C', false)
    .option('--no-cache', 'look at everything, also if nothing changed since the last run')
    .addOption(new Option('--format <format>', 'how findings are printed').choices(reportFormats).default('text'))
    .addHelpText('after', help)
    .action(async (options: GenerateOptions) => {
      if (options.watch && (options.check || options.dryRun))
        throw new InvalidArgumentError('--watch writes; --check and --dry-run do not: give one of them.');
      if (!options.watch) {
        process.exitCode = await generate(options);
        return;
      }
      const memory = emptyMemory();
      const { watchContracts } = await import('./watch-contracts.js');
      const { dismissParser } = await import('../load/parser-workers.js');
      await watchContracts(options.input, async () => {
        await dismissParser();
        await generate(options, memory);
      });
      await dismissParser();
    });

const help = `
Exit code: 0 up to date, 1 a contract has errors or --check found stale files, 2 could not run.

Examples:
  streampact generate
  streampact generate --input partner/asyncapi.yaml --output src/partner --profile any --target types,validators
`;

/** @throws InvalidArgumentError – names the targets there are */
export const parseTargets = (list: string): readonly Target[] =>
  list.split(',').map((name) => {
    const target = allTargets.find((known) => known === name.trim());
    if (target !== undefined) return target;
    throw new InvalidArgumentError(`"${name}" is no target; there are ${allTargets.join(', ')}.`);
  });

const emptyMemory = (): Memory => ({ conformance: new Map(), documents: new Map() });

/**
 * A contract with an error changes nothing on disk.
 * @param memory what earlier runs of this process know
 * @returns the exit code
 * @throws ContractFolderError – there is nothing to read at `input`
 * @throws OutputInTheWayError – a file that is not ours stands where one should be written
 */
export const generate = async (options: GenerateOptions, memory = emptyMemory()): Promise<0 | 1> => {
  const startedAt = performance.now();
  const seconds = (): string => `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`;
  const { input, output, profile, target, format } = options;
  const generator = await generatorHash({ profile, target });
  const file = lastRunFile(options);
  const last = options.cache ? await readLastRun(file, generator) : undefined;
  if (last !== undefined && (await isUpToDate(last, input))) {
    process.stdout.write(await printed(last.findings, format));
    const count = Object.keys(last.outputs).length - 1;
    process.stdout.write(`${counted(count, 'file')} in ${output} up to date with ${input} (${seconds()})\n`);
    return 0;
  }
  for (const [key, findings] of Object.entries(last?.conformance ?? {})) memory.conformance.set(key, findings);
  const { generation } = await import('./generation.js');
  const made = await generation({ input, output, profile, targets: target }, memory);
  // Whoever watches is shown the code at once, and what AsyncAPI's parser says of it when it has said it.
  const conformance = options.watch ? [] : await made.conformance;
  const findings = [...made.findings, ...conformance];
  process.stdout.write(await printed(findings, format, made));
  if (made.files.length === 0 || hasErrors(conformance)) return refuse(findings, input);
  const files = `${counted(made.files.length, 'file')} in ${output}`;
  if (options.check && made.changes.length > 0) return reportStale(made.changes, output, commandFor(options));
  if (options.dryRun) listChanges(made.changes, output);
  else await apply(output, made.changes);
  const done =
    made.changes.length === 0
      ? `${files} up to date with ${input}`
      : `${summaryOf(made.changes, options.dryRun)} of ${files} from ${input}`;
  process.stdout.write(`${done} (${seconds()})\n`);
  const remember = async (): Promise<void> =>
    writeLastRun(file, await runOf(made, { generator, input, output, conformance: memory.conformance }));
  if (options.watch) void sayLater(made, options, remember);
  else if (!options.dryRun) await remember();
  return 0;
};

/** What AsyncAPI's parser says of code that is written already; nothing if the next change came first. */
const sayLater = async (
  made: Generation,
  { input, format }: GenerateOptions,
  remember: () => Promise<void>,
): Promise<void> => {
  const findings = await made.conformance.catch(() => undefined);
  if (findings === undefined) return;
  process.stdout.write(await printed(findings, format, made));
  if (!hasErrors(findings)) return remember();
  process.stderr.write(
    `\nWritten all the same, but AsyncAPI's parser refuses ${input}: ${counted(findings.length, 'error')}.\n`,
  );
};

const printed = async (
  findings: readonly Finding[],
  format: ReportFormat,
  made?: Pick<Generation, 'contracts'>,
): Promise<string> => {
  if (findings.length === 0) return '';
  const known = made?.contracts.files ?? (await Promise.all([...new Set(findings.map((one) => one.file))].map(textOf)));
  return report(findings, { format, sourceOf: (name) => known.find(({ file }) => file === name)?.text });
};

const textOf = async (file: string): Promise<{ readonly file: string; readonly text: string }> => ({
  file,
  text: await readFile(file, 'utf8').catch(() => ''),
});

const refuse = (findings: readonly Finding[], input: string): 1 => {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  process.stderr.write(`\nNothing was generated: ${counted(errors, 'error')} in ${input}.\n`);
  return 1;
};

/** What is to be typed to bring the output up to date. */
const commandFor = ({ input, output, profile, target }: GenerateOptions): string => {
  const options = [
    ...(input === 'asyncapi' ? [] : ['--input', input]),
    ...(output === 'generated' ? [] : ['--output', output]),
    ...(profile === 'streampact' ? [] : ['--profile', profile]),
    ...(target.length === allTargets.length ? [] : ['--target', target.join(',')]),
  ];
  return ['npx streampact generate', ...options].join(' ');
};

const runOf = async (
  { contracts, files, findings }: Generation,
  {
    generator,
    input,
    output,
    conformance,
  }: Pick<LastRun, 'generator'> & {
    readonly input: string;
    readonly output: string;
    readonly conformance: Memory['conformance'];
  },
): Promise<LastRun> => ({
  generator,
  inputs: Object.fromEntries(
    await Promise.all(contracts.files.map(async ({ file }) => [file, await fileHash(file)] as const)),
  ),
  names: await namesIn(input),
  outputs: Object.fromEntries(
    [...files, manifestOf(files)].map(({ path, text }) => [join(output, path), hashOf(text)]),
  ),
  findings,
  conformance: Object.fromEntries(conformance),
});
