/** `streampact test`: whether services understand each other, today and with the releases that still run. */
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { checkEmittable } from '../emit/check-emittable.js';
import { contractTests } from '../contract-test/contract-tests.js';
import { BaselineError, baselinesIn } from '../releases/baselines.js';
import type { Release } from '../releases/release.js';
import { loadContracts } from '../load/load-contracts.js';
import type { Profile } from '../model/contract.js';
import { hasErrors } from '../report/finding.js';
import { report, reportFormats, type ReportFormat } from '../report/report.js';
import { profileOption } from './profile-option.js';

export interface TestOptions {
  /** A folder of documents, or one. */
  readonly input: string;
  readonly profile: Profile;
  /** @default `baseline` in the folder of the contracts */
  readonly baseline?: string;
  readonly count: number;
  readonly seed: number;
  readonly format: ReportFormat;
}

export const testCommand = (): Command =>
  new Command('test')
    .description('Try generated events between services: what one may publish, the others must accept.')
    .option('--input <path>', 'folder with one AsyncAPI document a service, or one document', 'asyncapi')
    .addOption(profileOption())
    .option('--baseline <folder>', 'releases that may still run, a folder each (default: baseline in the input folder)')
    .option('--count <number>', 'events of each message between two services', whole, 200)
    .option('--seed <number>', 'the same seed tries the same events', whole, 1)
    .addOption(new Option('--format <format>', 'how findings are printed').choices(reportFormats).default('text'))
    .addHelpText('after', help)
    .action(async (options: TestOptions) => {
      process.exitCode = await testContracts(options);
    });

const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 1_000_000) {
    throw new InvalidArgumentError('Give a whole number from 1 to 1000000.');
  }
  return value;
};

const help = `
Exit code: 0 every event was accepted, 1 one was refused or a contract has errors, 2 could not run.

Examples:
  streampact test
  streampact test --input ../shop/asyncapi --baseline ../shop/releases --count 1000
`;

/** @returns the exit code. @throws ContractFolderError or BaselineError – contracts cannot be read. */
export const testContracts = async (options: TestOptions): Promise<0 | 1 | 2> => {
  const startedAt = performance.now();
  const { input, profile, count, seed, format } = options;
  const loaded = await loadContracts(input, { profile });
  const current: Release = { name: 'current', contracts: loaded.contracts };
  const baselines = await baselinesIn(options.baseline ?? join(loaded.contracts.folder, 'baseline'), { profile }).catch(
    (error: unknown) => {
      if (!(error instanceof BaselineError)) throw error;
      process.stderr.write(`${error.message}\n`);
    },
  );
  if (baselines === undefined) return 2;
  const running = baselines.filter(({ isRetired }) => !isRetired);
  // Rules of style are lint's; here only what validators cannot be made of.
  const checked = [...loaded.findings, ...checkEmittable(loaded.contracts)];
  const { findings, deliveries } = hasErrors(checked)
    ? { findings: checked, deliveries: 0 }
    : await contractTests(current, running, { count, seed });
  const files = [current, ...running].flatMap(({ contracts }) => contracts.files);
  const sourceOf = (name: string): string | undefined => files.find(({ file }) => file === name)?.text;
  process.stdout.write(report(findings, { format, sourceOf }));
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  const releases = ['the contracts', ...running.map(({ name }) => `release ${name}`)].join(', ');
  process.stderr.write(
    `${deliveries} messages between two services of ${releases}, ${count} events each, seed ${seed}: ` +
      `${findings.filter(({ severity }) => severity === 'error').length} refused (${seconds} s).\n`,
  );
  return hasErrors(findings) ? 1 : 0;
};
