/** `streampact models`: the payloads of the contracts as models of other languages. */
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { emitModels, languages } from '../emit/models/emit-models.js';
import type { LanguageId } from '../emit/models/language.js';
import { loadContracts } from '../load/load-contracts.js';
import type { Profile } from '../model/contract.js';
import { type Finding, hasErrors } from '../report/finding.js';
import { report, reportFormats, type ReportFormat } from '../report/report.js';
import { counted, listChanges, reportStale, summaryOf } from './changes.js';
import { apply, type Difference, differences } from './generated-folder.js';
import { profileOption } from './profile-option.js';

export interface ModelsCommandOptions {
  readonly input: string;
  readonly output: string;
  readonly lang: readonly LanguageId[];
  readonly package: string;
  readonly profile: Profile;
  readonly check: boolean;
  readonly dryRun: boolean;
  readonly format: ReportFormat;
}

const known = languages.map(({ id }) => id);

export const modelsCommand = (): Command =>
  new Command('models')
    .description(`Write the payloads as models of other languages: ${known.join(', ')}.`)
    .option('--input <path>', 'folder of AsyncAPI documents, or one of them', 'asyncapi')
    .option('--output <folder>', 'folder that is written: <language>/<service>/ in it', 'models')
    .addOption(
      new Option('--lang <list>', `comma-separated: ${known.join(', ')}`).argParser(languageList).default(known),
    )
    .option('--package <name>', 'what packages and namespaces begin with', packageName, 'events')
    .addOption(profileOption())
    .option('--check', 'write nothing; fail if a file is not up to date', false)
    .option('--dry-run', 'write nothing; say which files would change', false)
    .addOption(new Option('--format <format>', 'how findings are printed').choices(reportFormats).default('text'))
    .addHelpText('after', help)
    .action(async (options: ModelsCommandOptions) => {
      process.exitCode = await models(options);
    });

const help = `
A service needs no models in TypeScript: "streampact generate" writes its types. Java and Kotlin are annotated for Jackson,
C# for System.Text.Json 9, Go for encoding/json.

Exit code: 0 up to date, 1 the contracts cannot be read in full or --check found stale files, 2 could not run.

Examples:
  streampact models --lang java,kotlin --package com.acme.events
  streampact models --input ../shop/asyncapi --output ../shop/models --lang go --check
`;

function languageList(text: string): readonly LanguageId[] {
  const wanted = text.split(',').map((one) => one.trim());
  const strange = wanted.find((one) => !known.some((id) => id === one));
  if (strange !== undefined) throw new InvalidArgumentError(`"${strange}" is none of ${known.join(', ')}.`);
  return known.filter((id) => wanted.includes(id));
}

function packageName(text: string): string {
  if (/^[a-z][a-z0-9]*(?:\.[a-z][a-z0-9]*)*$/.test(text)) return text;
  throw new InvalidArgumentError(`"${text}" is no package name such as com.acme.events.`);
}

/**
 * Does not ask the linter: what can be read can be modelled.
 * @returns the exit code
 * @throws ContractFolderError – there is nothing to read at `input`
 */
export const models = async (options: ModelsCommandOptions): Promise<0 | 1> => {
  const startedAt = performance.now();
  const { input, output, lang, format } = options;
  const { contracts, findings: found } = await loadContracts(input, { profile: options.profile });
  const isReadable = !hasErrors(found);
  const emitted = isReadable
    ? await emitModels(contracts, { languages: lang, packagePrefix: options.package })
    : { files: [], findings: [] };
  const findings: readonly Finding[] = [...found, ...emitted.findings];
  const sourceOf = (name: string): string | undefined => contracts.files.find(({ file }) => file === name)?.text;
  if (findings.length > 0) process.stdout.write(report(findings, { format, sourceOf }));
  if (!isReadable) {
    process.stderr.write(`\nNo model was written: ${input} cannot be read in full.\n`);
    return 1;
  }
  // Models of languages that were not asked for are left alone.
  const changes: Difference[] = [];
  for (const language of lang) {
    const mine = emitted.files.filter(({ path }) => path.startsWith(`${language}/`));
    const inFolder = mine.map(({ path, text }) => ({ path: path.slice(language.length + 1), text }));
    const differing = await differences(join(output, language), inFolder);
    changes.push(...differing.map((one) => ({ ...one, path: `${language}/${one.path}` })));
  }
  if (options.check && changes.length > 0) {
    return reportStale(changes, output, `streampact models --lang ${lang.join(',')}`);
  }
  if (options.dryRun) listChanges(changes, output);
  else await apply(output, changes);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  const files = `${counted(emitted.files.length, 'file')} in ${output} for ${lang.join(', ')}`;
  const done = changes.length === 0 ? `${files} up to date` : `${summaryOf(changes, options.dryRun)} of ${files}`;
  process.stdout.write(`${done} (${seconds} s)\n`);
  return 0;
};
