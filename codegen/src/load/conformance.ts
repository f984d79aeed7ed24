/** A second opinion: what AsyncAPI's own parser says of documents that we could read. */
import { relative, resolve, sep } from 'node:path';
import type { ContractSet } from '../model/contract.js';
import type { Finding } from '../report/finding.js';
import { vendoredAs } from './vendor.js';

/**
 * Loads the parser only when it is needed, because that takes longer than everything else here.
 * Call it for contracts without load errors: the parser hides everything else behind a failed reference.
 */
export const checkConformance = async ({ folder, documents, files }: ContractSet): Promise<readonly Finding[]> => {
  const { default: asyncapi } = await import('@asyncapi/parser');
  // What nobody asked for, such as a remote reference in a binding, is not read from the network for this either.
  const read = (uri: { toString(): string }): string => {
    const address = uri.toString();
    return files.find(({ file }) => file === vendoredAs(folder, address) || file === address)?.text ?? '{}';
  };
  const resolvers = ['http', 'https'].map((schema) => ({ schema, order: 1, read }));
  const parser = new asyncapi.Parser({ __unstable: { resolver: { resolvers } } });
  const found = new Map<string, Finding>();
  for (const { file } of documents) {
    const { diagnostics } = await asyncapi.fromFile(parser, file).parse();
    const errors = diagnostics.filter(({ severity }) => isError(severity));
    const telling = errors.filter(({ message }) => !noise.some((pattern) => pattern.test(message)));
    // Noise comes beside a telling error; alone it is all we have.
    for (const { message, source, range } of telling.length > 0 ? telling : errors) {
      if (isRemote(source)) continue;
      const place = { file: source === undefined ? file : asGiven(source), line: range.start.line + 1 };
      const column = range.start.character + 1;
      const isOneLine = range.start.line === range.end.line && range.end.character > range.start.character;
      found.set(`${place.file}:${place.line}:${column} ${message}`, {
        rule: 'asyncapi',
        severity: 'error',
        ...place,
        column,
        ...(isOneLine ? { endColumn: range.end.character + 1 } : {}),
        message: message.endsWith('.') ? message : `${message}.`,
      });
    }
  }
  return [...found.values()];
};

/** The parser counts severities from 0, the worst. */
const isError = (severity: number): boolean => severity === 0;

/** What is said of a stand-in for a file that is not here. */
const isRemote = (source: string | undefined): boolean => source !== undefined && /^https?:/.test(source);

/** Follow-ups of the error that matters: the branches of the parser's own schema that were tried on the way. */
const noise = [/must match "(then|else)" schema/, /"items" property type must be array/, /must be valid against/];

/** The parser says absolute paths; we say them as the user does. */
const asGiven = (source: string): string => relative(process.cwd(), resolve(source)).split(sep).join('/');
