/** From a folder of AsyncAPI documents to the model, with everything that is wrong in them. */
import { readdir } from 'node:fs/promises';
import { posix, sep } from 'node:path';
import type { ContractSet, Document } from '../model/contract.js';
import type { Finding } from '../report/finding.js';
import { ChannelReader } from './read-channels.js';
import { readDocument } from './read-document.js';
import { SourceFolder } from './source-folder.js';

export interface LoadedContracts {
  /** What could be understood; incomplete if `findings` has errors. */
  readonly contracts: ContractSet;
  readonly findings: readonly Finding[];
}

/** The folder could not be read at all: no finding, because there is no file to show. */
export class ContractFolderError extends Error {
  readonly code = 'CONTRACT_FOLDER_UNREADABLE';
  constructor(folder: string, what: string, cause?: unknown) {
    super(`${folder}: ${what} Give the folder that holds the AsyncAPI documents, e.g. --contracts asyncapi.`, {
      cause,
    });
    this.name = 'ContractFolderError';
  }
}

/**
 * Reads every `*.yaml` directly in `folder` as the document of one service, and the files they refer to.
 * @throws ContractFolderError – the folder is not there or holds no document.
 */
export const loadContracts = async (folder: string): Promise<LoadedContracts> => {
  const sources = new SourceFolder();
  const root = folder.split(sep).join('/').replace(/\/+$/, '');
  const names = (await namesIn(root)).filter((name) => /\.ya?ml$/.test(name)).toSorted();
  if (names.length === 0) throw new ContractFolderError(folder, 'no *.yaml in it.');
  const roots = [];
  for (const name of names) {
    const source = await sources.read(posix.join(root, name));
    if (source !== undefined) roots.push(source);
  }
  const channels = new ChannelReader(sources);
  const read = roots.map((source) => readDocument(source, channels));
  const documents: readonly Document[] = read.flatMap(({ document }) => document ?? []);
  const findings = [...read.flatMap((one) => one.findings), ...channels.findings, ...sources.findings];
  return { contracts: { folder: root, documents, files: sources.files }, findings };
};

const namesIn = async (folder: string): Promise<string[]> => {
  try {
    return await readdir(folder);
  } catch (error) {
    throw new ContractFolderError(folder, 'the folder cannot be read.', error);
  }
};
