/** `streampact generate`: contracts to code, or a check that the code is up to date. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { emitContracts } from '../emit/emit-contracts.js';
import { loadContracts } from '../load/load-contracts.js';
import { checkContracts, hasErrors } from './check-contracts.js';
import type { ContractSet } from '../model/contract.js';
import type { Finding } from '../report/finding.js';
import { report, reportFormats, type ReportFormat } from '../report/report.js';
import { apply, type Difference, differences } from './generated-folder.js';
import { watchContracts } from './watch-contracts.js';
import { shortDiff } from './short-diff.js';

export interface GenerateOptions {
  readonly contracts: string;
  readonly out: string;
  readonly check: boolean;
  readonly format: ReportFormat;
}

export const generateCommand = (): Command =>
  new Command('generate')
    .description('Write types, validators, publishers and handler maps from the contracts.')
    .option('--contracts <folder>', 'folder with one AsyncAPI document a service', 'asyncapi')
    .option('--out <folder>', 'folder that is written; files in it that are not ours stay', 'generated')
    .option('--check', 'write nothing; fail if a file is not up to date', false)
    .option('--watch', 'write again whenever a contract changes, until Ctrl-C', false)
    .addOption(new Option('--format <format>', 'how findings are printed').choices(reportFormats).default('text'))
    .addHelpText('after', help)
    .action(async ({ watch, ...options }: GenerateOptions & { readonly watch: boolean }) => {
      if (watch && options.check)
        throw new InvalidArgumentError('--watch writes and --check does not: give one of them.');
      if (watch) await watchContracts(options.contracts, async () => void (await generate(options)));
      else process.exitCode = await generate(options);
    });

const help = `
Exit code: 0 up to date, 1 a contract has errors or --check found stale files, 2 could not run.

Examples:
  streampact generate
  streampact generate --check --contracts ../shop/asyncapi --out ../shop/generated
`;

/**
 * A contract with an error changes nothing on disk.
 * @returns the exit code
 * @throws ContractFolderError – the folder of contracts cannot be read
 */
export const generate = async ({ contracts: folder, out, check: isCheck, format }: GenerateOptions): Promise<0 | 1> => {
  const startedAt = performance.now();
  const loaded = await loadContracts(folder);
  const { contracts } = loaded;
  const findings = await checkContracts(loaded);
  if (hasErrors(findings)) return refuse(findings, contracts, format);
  const emitted = await emitContracts(contracts);
  const all = [...findings, ...emitted.findings];
  if (hasErrors(all)) return refuse(all, contracts, format);
  process.stdout.write(printed(all, contracts, format));
  const changes = await differences(out, emitted.files);
  const seconds = (): string => `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`;
  const files = counted(emitted.files.length, 'file');
  if (changes.length === 0) {
    process.stdout.write(`${files} in ${out} up to date with ${contracts.folder} (${seconds()})\n`);
    return 0;
  }
  if (isCheck) return reportStale(changes, out);
  await apply(out, changes);
  process.stdout.write(`${summary(changes)} of ${files} in ${out} from ${contracts.folder} (${seconds()})\n`);
  return 0;
};

const printed = (findings: readonly Finding[], contracts: ContractSet, format: ReportFormat): string => {
  if (findings.length === 0) return '';
  const sourceOf = (name: string): string | undefined => contracts.files.find(({ file }) => file === name)?.text;
  return report(findings, { format, sourceOf });
};

const refuse = (findings: readonly Finding[], contracts: ContractSet, format: ReportFormat): 1 => {
  process.stdout.write(printed(findings, contracts, format));
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  process.stderr.write(`\nNothing was generated: ${counted(errors, 'error')} in ${contracts.folder}.\n`);
  return 1;
};

const reportStale = (changes: readonly Difference[], out: string): 1 => {
  for (const { kind, path, before, after } of changes) {
    process.stdout.write(`${out}/${path}: ${states[kind]}\n`);
    if (kind !== 'changed') continue;
    for (const line of shortDiff(before, after)) process.stdout.write(`  ${line}\n`);
  }
  const what = changes.length === 1 ? 'file is' : 'files are';
  process.stderr.write(`\n${changes.length} ${what} not what the contracts say. Run: npm run codegen\n`);
  return 1;
};

const states: Readonly<Record<Difference['kind'], string>> = {
  missing: 'is missing',
  changed: 'is out of date',
  surplus: 'is not generated any more',
};

const summary = (changes: readonly Difference[]): string => {
  const removed = changes.filter(({ kind }) => kind === 'surplus').length;
  const written = changes.length - removed;
  return removed === 0 ? `Wrote ${written}` : `Wrote ${written} and removed ${removed}`;
};

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
