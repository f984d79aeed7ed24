/** The releases whose services may run beside those of today: folders `<baseline>/<release>/` with a release.json. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadContracts } from '../load/load-contracts.js';
import type { ContractSet } from '../model/contract.js';

export interface Release {
  /** Name of its folder; `current` for the contracts as they stand. */
  readonly name: string;
  readonly contracts: ContractSet;
}

/** A baseline that is not what `contracts:release` writes. */
export class BaselineError extends Error {
  readonly code = 'BASELINE_INVALID';
  constructor(folder: string, what: string, cause?: unknown) {
    super(`${folder}: ${what} A baseline is a folder with release.json and the documents that it lists.`, { cause });
    this.name = 'BaselineError';
  }
}

/** Oldest first; none if there is no folder of baselines. @throws BaselineError */
export const baselinesIn = async (folder: string): Promise<readonly Release[]> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const releases = await Promise.all(names.map(async (name) => baseline(join(folder, name), name)));
  return releases.toSorted((a, b) => (a.released < b.released ? -1 : 1));
};

const baseline = async (folder: string, name: string): Promise<Release & { readonly released: string }> => {
  const text = await readFile(join(folder, 'release.json'), 'utf8').catch((cause: unknown) => {
    throw new BaselineError(folder, 'release.json cannot be read.', cause);
  });
  const { released, documents } = parsed(folder, text);
  const { contracts, findings } = await loadContracts(folder);
  const [error] = findings.filter(({ severity }) => severity === 'error');
  if (error !== undefined) throw new BaselineError(folder, `${error.file}:${error.line}: ${error.message}`);
  const found = contracts.documents.map(({ file }) => file.split('/').at(-1));
  const missing = documents.filter((one) => !found.includes(one));
  if (missing.length > 0) throw new BaselineError(folder, `${missing.join(', ')} of release.json is not there.`);
  return { name, contracts, released };
};

const parsed = (folder: string, text: string): { readonly released: string; readonly documents: readonly string[] } => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new BaselineError(folder, 'release.json is no JSON.', cause);
  }
  if (
    typeof json === 'object' &&
    json !== null &&
    'released' in json &&
    typeof json.released === 'string' &&
    'documents' in json &&
    Array.isArray(json.documents)
  ) {
    return { released: json.released, documents: json.documents.filter((one) => typeof one === 'string') };
  }
  throw new BaselineError(folder, 'release.json needs "released" (a date) and "documents" (a list of file names).');
};
