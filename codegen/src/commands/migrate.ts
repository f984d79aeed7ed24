/** `streampact migrate`: a document in AsyncAPI 2 to one in AsyncAPI 3, and everything that is not in it. */
import { readFile, writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { Lexer, LineCounter, parse } from 'yaml';
import { convertDocument, isOlderVersion } from '../load/convert.js';
import { errorAt } from '../load/places.js';
import { readSource } from '../load/read-source.js';
import { valueOf } from '../load/source-tree.js';
import type { SourceNode } from '../model/source.js';
import { type Finding, hasErrors } from '../report/finding.js';
import { report, reportFormats, type ReportFormat } from '../report/report.js';
import { counted } from './changes.js';

export interface MigrateOptions {
  readonly write: boolean;
  readonly format: ReportFormat;
}

/** The file to convert cannot be read or written. */
export class DocumentUnreadableError extends Error {
  readonly code = 'DOCUMENT_UNREADABLE';
  constructor(
    readonly file: string,
    cause: unknown,
  ) {
    const reason = cause instanceof Error && 'code' in cause ? reasons.get(String(cause.code)) : undefined;
    const otherwise = cause instanceof Error ? cause.message : String(cause);
    super(
      `${file} ${reason ?? `cannot be used: ${otherwise}`}. Name one AsyncAPI 2 document, as .yaml, .yml or .json.`,
      {
        cause,
      },
    );
    this.name = 'DocumentUnreadableError';
  }
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'does not exist'],
  ['EISDIR', 'is a folder'],
  ['EACCES', 'may not be opened by this user'],
  ['EROFS', 'is on a file system that cannot be written'],
]);

export const migrateCommand = (): Command =>
  new Command('migrate')
    .description('Convert a document in AsyncAPI 2 to AsyncAPI 3 and tell what gets lost.')
    .argument('<file>', 'an AsyncAPI document in YAML or JSON')
    .option('--write', 'write it to the file instead of printing it', false)
    .addOption(
      new Option('--format <format>', 'how losses are printed, on stderr').choices(reportFormats).default('text'),
    )
    .addHelpText('after', help)
    .action(async (file: string, options: MigrateOptions) => {
      process.exitCode = await migrate(file, options);
    });

const help = `
The document is printed on stdout, JSON as JSON, and each loss on stderr with its place.

Exit code: 0 converted, also with losses; 1 it cannot be converted, nothing was written; 2 could not run.

Examples:
  streampact migrate asyncapi/order-service.yaml --write
  streampact migrate partner/asyncapi.yml 2> losses.txt > asyncapi/partner.yaml
`;

/** Writes only what was converted as a whole. @returns the exit code @throws DocumentUnreadableError */
export const migrate = async (file: string, { write, format }: MigrateOptions): Promise<0 | 1> => {
  const text = await open(file, () => readFile(file, 'utf8'));
  const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`);
  const { root } = readSource(file, text).source;
  const version = scalarOf(root, 'asyncapi');
  if (version?.startsWith('3.') === true) {
    if (!write) process.stdout.write(text);
    say(`${file} is in AsyncAPI ${version} already: there is nothing to convert.`);
    return 0;
  }
  const { text: yaml, findings } =
    root === undefined || isOlderVersion(root)
      ? await convertDocument({ file, text })
      : { text: undefined, findings: [wrongVersion(root, version)] };
  const all = [...findings, ...(yaml === undefined ? [] : commentLoss(file, text))];
  const printed = report(all, { format, sourceOf: (name) => (name === file ? text : undefined) });
  if (format !== 'text' || all.length > 0) process.stderr.write(printed);
  if (yaml === undefined || hasErrors(findings)) {
    if (format === 'text')
      say(
        `\nNothing was converted: ${counted(all.filter(({ severity }) => severity === 'error').length, 'error')} in ${file}.`,
      );
    return 1;
  }
  // A file whose name ends in .json and that holds YAML is read by nobody.
  const result = isJson(text) ? `${JSON.stringify(parse(yaml), undefined, 2)}\n` : yaml;
  if (write) await open(file, () => writeFile(file, result));
  else process.stdout.write(result);
  if (format === 'text') {
    const what = write ? `Wrote ${file} in AsyncAPI 3.0.0` : `Converted ${file} to AsyncAPI 3.0.0`;
    say(
      `${all.length > 0 ? '\n' : ''}${what}: ${all.length === 0 ? 'nothing got lost' : counted(all.length, 'warning')}.`,
    );
  }
  return 0;
};

const open = async <T>(file: string, use: () => Promise<T>): Promise<T> => {
  try {
    return await use();
  } catch (error) {
    throw new DocumentUnreadableError(file, error);
  }
};

const isJson = (text: string): boolean => text.trimStart().startsWith('{');

/** One finding for all comments, at the first. */
const commentLoss = (file: string, text: string): readonly Finding[] => {
  const lines = new LineCounter();
  lines.addNewLine(0);
  const comments: { readonly offset: number; readonly length: number }[] = [];
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    if (token.startsWith('#')) comments.push({ offset, length: token.length });
    // The lexer announces scalars and the begin of a document by marks that do not stand in the text.
    if (!marks.has(token)) offset += token.length;
  }
  for (const { index } of text.matchAll(/\n/g)) lines.addNewLine(index + 1);
  const [first] = comments;
  if (first === undefined) return [];
  const { line, col } = lines.linePos(first.offset);
  const message =
    comments.length === 1
      ? 'This comment is not in the result.'
      : `None of the ${comments.length} comments is in the result.`;
  const endColumn = col + first.length;
  const fix = 'copy what is worth keeping, or make it a description';
  return [{ rule: 'conversion-loss', severity: 'warning', file, line, column: col, endColumn, message, fix }];
};

const marks: ReadonlySet<string> = new Set(['\u0002', '\u0018', '\u001F']);

const scalarOf = (root: SourceNode | undefined, key: string): string | undefined => {
  const node = valueOf(root, key);
  return node?.kind === 'scalar' ? String(node.value) : undefined;
};

const wrongVersion = (root: SourceNode, version: string | undefined): Finding => {
  const range = valueOf(root, 'asyncapi')?.range;
  const message =
    version === undefined
      ? 'The document does not say which version of AsyncAPI it is in.'
      : `"${version}" is no version of AsyncAPI that can be converted; 1.x and 2.x can.`;
  const start = { ...root.range, endLine: root.range.line, endColumn: root.range.column + 1 };
  return errorAt(range ?? start, 'asyncapi-version', message, 'write its version, e.g. asyncapi: 2.6.0');
};
