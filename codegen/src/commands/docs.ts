/** `streampact docs`: the contracts as pages, a check that they are up to date, or a server that shows them while one writes. */
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { docsFolder, emitDocs } from '../emit/docs/emit-docs.js';
import { loadContracts } from '../load/load-contracts.js';
import type { Profile } from '../model/contract.js';
import { hasErrors } from '../report/finding.js';
import { report, reportFormats, type ReportFormat } from '../report/report.js';
import { docsInputs } from './docs/docs-inputs.js';
import { serveDocs } from './docs/serve-docs.js';
import { apply, differences } from './generated-folder.js';
import { profileOption } from './profile-option.js';

export interface DocsOptions {
  readonly input: string;
  readonly output: string;
  /** Folder of the services, whose handlers the pages name. */
  readonly services: string;
  readonly profile: Profile;
  readonly sourceUrl?: string | undefined;
  readonly check: boolean;
  readonly format: ReportFormat;
}

export const docsCommand = (): Command =>
  new Command('docs')
    .description('Write the contracts as pages: the system, and each service, stream and event, with search.')
    .option('--input <path>', 'folder with one AsyncAPI document a service, or one document', 'asyncapi')
    .option('--output <folder>', 'folder of generated files; the pages go to docs/ in it', 'generated')
    .option('--services <folder>', 'folder of the services: <service>/src/**/<message>.handler.ts is named', 'services')
    .addOption(profileOption())
    .option('--source-url <template>', 'links to files, e.g. https://example.com/shop/blob/main/{file}#L{line}')
    .option('--check', 'write nothing; fail if a page is not up to date', false)
    .option('--serve', 'show the pages on 127.0.0.1 and write them again whenever something changes', false)
    .option('--port <number>', 'port of --serve; 0 takes a free one', portNumber, 0)
    .addOption(new Option('--format <format>', 'how findings are printed').choices(reportFormats).default('text'))
    .addHelpText('after', help)
    .action(async ({ serve, port, ...options }: DocsOptions & { readonly serve: boolean; readonly port: number }) => {
      if (serve && options.check)
        throw new InvalidArgumentError('--serve writes and --check does not: give one of them.');
      if (serve) await serveDocs(options, port);
      else process.exitCode = await docs(options);
    });

const portNumber = (text: string): number => {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
};

const help = `
Exit code: 0 up to date, 1 the contracts cannot be read in full or --check found stale pages, 2 could not run.

Examples:
  streampact docs --serve
  streampact docs --input ../shop/asyncapi --services ../shop/services --output /tmp/shop
`;

/** Stale files that --check names; more are counted. */
const staleNamesMax = 20;

/**
 * Does not ask the linter: contracts that are still being written can be looked at too.
 * @returns the exit code
 * @throws ContractFolderError – the folder of contracts cannot be read
 */
export const docs = async (options: DocsOptions): Promise<0 | 1> => {
  const { input, output, check, format, profile, services, sourceUrl } = options;
  const startedAt = performance.now();
  const { contracts, findings } = await loadContracts(input, { profile });
  const sourceOf = (name: string): string | undefined => contracts.files.find(({ file }) => file === name)?.text;
  if (findings.length > 0) process.stdout.write(report(findings, { format, sourceOf }));
  if (hasErrors(findings)) {
    process.stderr.write(`\nNo page was written: ${input} cannot be read in full.\n`);
    return 1;
  }
  const target = join(output, docsFolder);
  const pages = emitDocs(contracts, await docsInputs(contracts, { output, pages: target, services, sourceUrl }));
  const changes = await differences(target, pages);
  if (check && changes.length > 0) {
    for (const { path } of changes.slice(0, staleNamesMax)) process.stdout.write(`${join(target, path)}\n`);
    if (changes.length > staleNamesMax) process.stdout.write(`and ${changes.length - staleNamesMax} more\n`);
    process.stderr.write(
      `\n${changes.length === 1 ? '1 file is' : `${changes.length} files are`} not what the contracts and handlers say. Run: npm run docs\n`,
    );
    return 1;
  }
  await apply(target, changes);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  const done = changes.length === 0 ? 'up to date' : `written, ${changes.length} changed`;
  process.stdout.write(
    `${pages.length} files in ${target} ${done}: open ${join(target, 'index.html')} (${seconds} s)\n`,
  );
  return 0;
};
