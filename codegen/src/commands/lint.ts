/** `streampact lint`: everything that is wrong in the contracts, at once. */
import { Command, Option } from 'commander';
import { profileOption } from './profile-option.js';
import { counted } from './changes.js';
import { checkContracts } from './check-contracts.js';
import { allFindings, lintRules } from '../lint/index.js';
import { loadContracts } from '../load/load-contracts.js';
import type { Profile } from '../model/contract.js';
import { hasErrors } from '../report/finding.js';
import { report, reportFormats, type ReportFormat } from '../report/report.js';

interface LintOptions {
  /** A folder of documents, or one. */
  readonly input: string;
  readonly profile: Profile;
  readonly format: ReportFormat;
}

export const lintCommand = (): Command =>
  new Command('lint')
    .description('Check the contracts: keys, owners, writers and receivers, examples, names, extensions.')
    .option('--input <path>', 'folder with one AsyncAPI document a service, or one document', 'asyncapi')
    .addOption(profileOption())
    .addOption(new Option('--format <format>', 'how findings are printed').choices(reportFormats).default('text'))
    .addHelpText('after', help)
    .action(async (options: LintOptions) => {
      process.exitCode = await lint(options);
    });

const help = `
Exit code: 0 nothing found, 1 something found, 2 could not run.

Examples:
  streampact lint
  streampact lint --input ../shop/asyncapi --format github

Rules:
${lintRules.map(({ id, purpose }) => `  ${id}\n      ${purpose}`).join('\n')}
`;

/** @returns the exit code: 1 if there is an error, else 0. @throws ContractFolderError – the folder cannot be read. */
export const lint = async ({ input, profile, format }: LintOptions): Promise<0 | 1> => {
  const startedAt = performance.now();
  const loaded = await loadContracts(input, { profile });
  const { contracts } = loaded;
  // Once the rules are content, what else generation would refuse: clean here means that it will not stop there.
  const linted = allFindings(loaded);
  const findings = hasErrors(linted) ? linted : await checkContracts(loaded);
  const sourceOf = (name: string): string | undefined => contracts.files.find(({ file }) => file === name)?.text;
  process.stdout.write(report(findings, { format, sourceOf }));
  const durationMs = Math.round(performance.now() - startedAt);
  const documents = counted(contracts.documents.length, 'document');
  if (findings.length === 0) {
    process.stderr.write(`${documents} in ${input}: ${lintRules.length} rules find nothing (${durationMs} ms).\n`);
    return 0;
  }
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  const parts = [counted(errors, 'error'), ...(warnings === 0 ? [] : [counted(warnings, 'warning')])];
  process.stderr.write(`\n${parts.join(', ')} in ${documents} of ${input} (${durationMs} ms).\n`);
  return errors > 0 ? 1 : 0;
};
