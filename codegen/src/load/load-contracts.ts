/** From AsyncAPI documents to the model, with everything that is wrong in them. */
import { readdir, stat } from 'node:fs/promises';
import { posix, sep } from 'node:path';
import type { ContractSet, Profile } from '../model/contract.js';
import type { SourceFile } from '../model/source.js';
import type { Finding } from '../report/finding.js';
import { ChannelReader } from './read-channels.js';
import { readDocument } from './read-document.js';
import { SourceFolder } from './source-folder.js';
import { entryOf } from './source-tree.js';

export interface LoadedContracts {
  /** What could be understood; incomplete if `findings` has errors. */
  readonly contracts: ContractSet;
  readonly findings: readonly Finding[];
}

/** The folder could not be read at all: no finding, because there is no file to show. */
export class ContractFolderError extends Error {
  readonly code = 'CONTRACT_FOLDER_UNREADABLE';
  constructor(folder: string, what: string, cause?: unknown) {
    super(
      `${folder}: ${what} Give the folder that holds the AsyncAPI documents, or one of them, e.g. --input asyncapi.`,
      {
        cause,
      },
    );
    this.name = 'ContractFolderError';
  }
}

export interface LoadOptions {
  /** @default `streampact` */
  readonly profile?: Profile;
}

/**
 * Reads the documents at `input`: every `*.yaml`, `*.yml` and `*.json` directly in a folder, or one file; and the files
 * they refer to.
 * @throws ContractFolderError – there is nothing to read at `input`
 */
export const loadContracts = async (
  input: string,
  { profile = 'streampact' }: LoadOptions = {},
): Promise<LoadedContracts> => {
  const { folder, files } = await filesAt(input);
  const sources = new SourceFolder(folder);
  const read: SourceFile[] = [];
  for (const file of files) {
    const source = await sources.read(file);
    if (source === undefined) throw new ContractFolderError(file, 'the file cannot be read.');
    read.push(source);
  }
  // Beside documents stand JSON files of all kinds, and in folders of others what several documents refer to.
  const isOptional = ({ file }: SourceFile): boolean =>
    files.length > 1 && (profile === 'any' || file.endsWith('.json'));
  const roots = read.filter((source) => !isOptional(source) || isDocument(source));
  const channels = new ChannelReader(
    sources,
    profile,
    roots.map(({ file }) => file),
  );
  const documents = roots.map((source) => readDocument(source, channels));
  const findings = [...documents.flatMap((one) => one.findings), ...channels.findings, ...sources.findings];
  return {
    contracts: {
      profile,
      folder,
      documents: documents.flatMap(({ document }) => document ?? []),
      files: sources.files,
    },
    findings,
  };
};

const isDocument = ({ root }: SourceFile): boolean => root === undefined || entryOf(root, 'asyncapi') !== undefined;

const filesAt = async (input: string): Promise<{ readonly folder: string; readonly files: readonly string[] }> => {
  const path = input
    .split(sep)
    .join('/')
    .replace(/(?<=.)\/+$/, '');
  const found = await stat(path).catch((error: unknown) => {
    throw new ContractFolderError(input, 'there is no such folder or file.', error);
  });
  if (!found.isDirectory()) return { folder: posix.dirname(path), files: [path] };
  const names = (await namesIn(path)).filter((name) => /\.(?:ya?ml|json)$/.test(name)).toSorted();
  if (names.length === 0) throw new ContractFolderError(input, 'no *.yaml in it.');
  return { folder: path, files: names.map((name) => posix.join(path, name)) };
};

const namesIn = async (folder: string): Promise<string[]> => {
  try {
    return await readdir(folder);
  } catch (error) {
    throw new ContractFolderError(folder, 'the folder cannot be read.', error);
  }
};
