/** What AsyncAPI's own parser says of a document, without what it says by mistake. */
import { relative, resolve, sep } from 'node:path';
import type { Parser } from '@asyncapi/parser';
import type { Finding } from '../report/finding.js';
import { vendoredAs } from './vendor.js';

/** What the parser may see besides what it reads from disk itself. */
export interface ReadableFiles {
  readonly folder: string;
  readonly files: readonly { readonly file: string; readonly text: string }[];
}

export const parserDiagnostics = async (document: string, files: ReadableFiles): Promise<readonly Finding[]> => {
  const { default: asyncapi } = await import('@asyncapi/parser');
  readable = files;
  parser ??= new asyncapi.Parser({ __unstable: { resolver: { resolvers: ['http', 'https'].map(vendored) } } });
  // Its "parse" says no more and builds a model nobody asked for, walking every list twice: 2ⁿ steps for n lists in lists.
  const diagnostics = await asyncapi.fromFile(parser, document).validate();
  const errors = diagnostics.filter(({ severity }) => isError(severity));
  const telling = errors.filter(({ message }) => !noise.some((pattern) => pattern.test(message)));
  // Noise comes beside a telling error; alone it is all we have.
  return (telling.length > 0 ? telling : errors).flatMap(({ message, source, range }): Finding[] => {
    if (isRemote(source)) return [];
    const [, stumble] =
      /^Error thrown during AsyncAPI document validation\. .*?message: (.*?), stack: /s.exec(message) ?? [];
    if (stumble !== undefined) return [stumbled(document, stumble)];
    const isOneLine = range.start.line === range.end.line && range.end.character > range.start.character;
    return [
      {
        rule: 'asyncapi',
        severity: 'error',
        file: source === undefined ? document : asGiven(source, files),
        line: range.start.line + 1,
        column: range.start.character + 1,
        ...(isOneLine ? { endColumn: range.end.character + 1 } : {}),
        message: message.endsWith('.') ? message : `${message}.`,
      },
    ];
  });
};

/** Of its own mistakes, such as over a property called hasOwnProperty: the document may be right, and the other checks hold. */
const stumbled = (file: string, reason: string): Finding => ({
  rule: 'asyncapi',
  severity: 'warning',
  file,
  line: 1,
  column: 1,
  message: `AsyncAPI's parser stumbles over this document, so that what only it finds is not found: ${reason}.`,
});

/** One for the process: it compiles the schemas of AsyncAPI when it is first used. */
let parser: Parser | undefined;

/** What it may read now. */
let readable: ReadableFiles = { folder: '', files: [] };

/** What nobody asked for, such as a remote reference in a binding, is not read from the network for this either. */
const vendored = (
  schema: string,
): { schema: string; order: number; read: (uri: { toString(): string }) => string } => ({
  schema,
  order: 1,
  read: (uri) => {
    const address = uri.toString();
    const names = [vendoredAs(readable.folder, address), address];
    return readable.files.find(({ file }) => names.includes(file))?.text ?? '{}';
  },
});

/** The parser counts severities from 0, the worst. */
const isError = (severity: number): boolean => severity === 0;

/** What is said of a stand-in for a file that is not here. */
const isRemote = (source: string | undefined): boolean => source !== undefined && /^https?:/.test(source);

/** Follow-ups of the error that matters: the branches of the parser's own schema that were tried on the way. */
const noise = [/must match "(then|else)" schema/, /"items" property type must be array/, /must be valid against/];

/** The parser says absolute paths; we say them as the user does. */
const asGiven = (source: string, { files }: ReadableFiles): string =>
  files.find(({ file }) => resolve(file) === resolve(source))?.file ??
  relative(process.cwd(), resolve(source)).split(sep).join('/');
