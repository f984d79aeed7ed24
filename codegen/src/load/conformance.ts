/** A second opinion: what AsyncAPI's own parser says of documents that we could read. */
import { createHash } from 'node:crypto';
import { relative, resolve, sep } from 'node:path';
import type { Parser } from '@asyncapi/parser';
import type { ContractSet } from '../model/contract.js';
import type { Finding } from '../report/finding.js';
import { closureOf } from './document-closure.js';
import { vendoredAs } from './vendor.js';

/**
 * Loads the parser only when it is needed, because that takes longer than everything else here.
 * Call it for contracts without load errors: the parser hides everything else behind a failed reference.
 * @param known what it said of documents before, by a hash of all that they consist of; what it says now is added
 */
export const checkConformance = async (
  contracts: ContractSet,
  known: Map<string, readonly Finding[]> = new Map(),
): Promise<readonly Finding[]> => {
  const found = new Map<string, Finding>();
  for (const { file } of contracts.documents) {
    const key = createHash('sha256').update(closureOf(file, contracts)).digest('hex');
    const findings = known.get(key) ?? (await diagnosticsOf(file, contracts));
    known.set(key, findings);
    for (const finding of findings)
      found.set(`${finding.file}:${finding.line}:${finding.column} ${finding.message}`, finding);
  }
  return [...found.values()];
};

const diagnosticsOf = async (document: string, contracts: ContractSet): Promise<readonly Finding[]> => {
  const { default: asyncapi } = await import('@asyncapi/parser');
  readable = contracts;
  parser ??= new asyncapi.Parser({ __unstable: { resolver: { resolvers: ['http', 'https'].map(vendored) } } });
  const { diagnostics } = await asyncapi.fromFile(parser, document).parse();
  const errors = diagnostics.filter(({ severity }) => isError(severity));
  const telling = errors.filter(({ message }) => !noise.some((pattern) => pattern.test(message)));
  // Noise comes beside a telling error; alone it is all we have.
  return (telling.length > 0 ? telling : errors).flatMap(({ message, source, range }): Finding[] => {
    if (isRemote(source)) return [];
    const isOneLine = range.start.line === range.end.line && range.end.character > range.start.character;
    return [
      {
        rule: 'asyncapi',
        severity: 'error',
        file: source === undefined ? document : asGiven(source),
        line: range.start.line + 1,
        column: range.start.character + 1,
        ...(isOneLine ? { endColumn: range.end.character + 1 } : {}),
        message: message.endsWith('.') ? message : `${message}.`,
      },
    ];
  });
};

/** One for the process: it compiles the schemas of AsyncAPI when it is first used. */
let parser: Parser | undefined;

/** The contracts whose files it may read now. */
let readable: Pick<ContractSet, 'folder' | 'files'> = { folder: '', files: [] };

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
const asGiven = (source: string): string => relative(process.cwd(), resolve(source)).split(sep).join('/');
