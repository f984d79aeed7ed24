/** From AsyncAPI documents to the model, with everything that is wrong in them. */
import { posix, sep } from 'node:path';
import type { ContractSet, Profile } from '../model/contract.js';
import type { SourceFile } from '../model/source.js';
import type { Finding } from '../report/finding.js';
import { type ContractFiles, filesOnDisk } from './contract-files.js';
import { ChannelReader } from './read-channels.js';
import { readDocument } from './read-document.js';
import { isSettingsFile } from './settings-files.js';
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
  /** @default the disk */
  readonly from?: ContractFiles;
}

/**
 * Reads the documents at `input`: every `*.yaml`, `*.yml` and `*.json` directly in a folder, or one file; and the files
 * they refer to.
 * @throws ContractFolderError – there is nothing to read at `input`
 */
export const loadContracts = async (
  input: string,
  { profile = 'streampact', from = filesOnDisk }: LoadOptions = {},
): Promise<LoadedContracts> => {
  const { folder, files } = await filesAt(input, from);
  const sources = new SourceFolder(folder, from);
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

const filesAt = async (
  input: string,
  from: ContractFiles,
): Promise<{ readonly folder: string; readonly files: readonly string[] }> => {
  const path = input
    .split(sep)
    .join('/')
    .replace(/(?<=.)\/+$/, '');
  const kind = await attempt(input, 'it cannot be read.', () => from.kindOf(path));
  if (kind === undefined) throw new ContractFolderError(input, 'there is no such folder or file.');
  if (kind === 'file') return { folder: posix.dirname(path), files: [path] };
  const names = await attempt(path, 'the folder cannot be read.', () => from.namesIn(path));
  const files = names
    .filter((name) => /\.(?:ya?ml|json)$/.test(name))
    .toSorted()
    .map((name) => posix.join(path, name));
  const areSettings = await Promise.all(files.map((file) => isSettings(file, from)));
  const contracts = files.filter((_, index) => areSettings[index] !== true);
  if (contracts.length === 0) throw new ContractFolderError(input, 'no *.yaml in it.');
  return { folder: path, files: contracts };
};

const isSettings = async (file: string, from: ContractFiles): Promise<boolean> => {
  const name = posix.basename(file);
  return isSettingsFile(name, '') && isSettingsFile(name, (await from.textOf(file)) ?? '');
};

const attempt = async <Result>(folder: string, what: string, work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    throw new ContractFolderError(folder, what, error);
  }
};
