/** `streampact docs`: the contracts as HTML pages, or a check that the pages are up to date. */
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { docsFolder, emitDocs } from '../emit/docs/emit-docs.js';
import { loadContracts } from '../load/load-contracts.js';
import { report, reportFormats, type ReportFormat } from '../report/report.js';
import { hasErrors } from './check-contracts.js';
import { apply, differences } from './generated-folder.js';

export interface DocsOptions {
  readonly input: string;
  readonly output: string;
  readonly check: boolean;
  readonly format: ReportFormat;
}

export const docsCommand = (): Command =>
  new Command('docs')
    .description('Write the contracts as HTML pages: one a service, and an index of who publishes to whom.')
    .option('--input <folder>', 'folder with one AsyncAPI document a service', 'asyncapi')
    .option('--output <folder>', 'folder of generated files; the pages go to docs/ in it', 'generated')
    .option('--check', 'write nothing; fail if a page is not up to date', false)
    .addOption(new Option('--format <format>', 'how findings are printed').choices(reportFormats).default('text'))
    .addHelpText('after', help)
    .action(async (options: DocsOptions) => {
      process.exitCode = await docs(options);
    });

const help = `
Exit code: 0 up to date, 1 the contracts cannot be read in full or --check found stale pages, 2 could not run.

Examples:
  streampact docs
  streampact docs --input ../shop/asyncapi --output /tmp/shop
`;

/**
 * Does not ask the linter: contracts that are still being written can be looked at too.
 * @returns the exit code
 * @throws ContractFolderError – the folder of contracts cannot be read
 */
export const docs = async ({ input: folder, output, check, format }: DocsOptions): Promise<0 | 1> => {
  const startedAt = performance.now();
  const { contracts, findings } = await loadContracts(folder);
  const sourceOf = (name: string): string | undefined => contracts.files.find(({ file }) => file === name)?.text;
  if (findings.length > 0) process.stdout.write(report(findings, { format, sourceOf }));
  if (hasErrors(findings)) {
    process.stderr.write(`\nNo page was written: ${folder} cannot be read in full.\n`);
    return 1;
  }
  const pages = emitDocs(contracts).map(({ path, text }) => ({ path: path.slice(docsFolder.length + 1), text }));
  const target = join(output, docsFolder);
  const changes = await differences(target, pages);
  if (check && changes.length > 0) {
    for (const { path } of changes) process.stdout.write(`${join(target, path)}\n`);
    process.stderr.write(
      `\n${changes.length === 1 ? '1 page is' : `${changes.length} pages are`} not what the contracts say. Run: npm run docs\n`,
    );
    return 1;
  }
  await apply(target, changes);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  const done = changes.length === 0 ? 'are up to date' : `written, ${changes.length} changed`;
  process.stdout.write(
    `${pages.length} pages in ${target} ${done}: open ${join(target, 'index.html')} (${seconds} s)\n`,
  );
  return 0;
};
