/** The releases that were written down: folders `<baseline>/<release>/` with a release.json. */
import { readdir, readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { loadContracts, type LoadOptions } from '../load/load-contracts.js';
import { parseReleaseFile, releaseFileName } from './release-file.js';
import type { Baseline } from './release.js';

/** A baseline that is not what `contracts:release` writes. */
export class BaselineError extends Error {
  readonly code = 'BASELINE_INVALID';
  constructor(folder: string, what: string, cause?: unknown) {
    super(`${folder}: ${what} A baseline is a folder with release.json and the documents that it lists.`, { cause });
    this.name = 'BaselineError';
  }
}

/** Oldest first; none if there is no folder of baselines. @throws BaselineError */
export const baselinesIn = async (folder: string, options: LoadOptions = {}): Promise<readonly Baseline[]> => {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
  const releases = await Promise.all(names.map(async (name) => baseline(posix.join(folder, name), name, options)));
  return releases.toSorted((a, b) => Date.parse(a.released) - Date.parse(b.released) || byName(a.name, b.name));
};

/** Several on one day: 1.10.0 came after 1.9.0. */
const byName = new Intl.Collator('en', { numeric: true }).compare;

const baseline = async (folder: string, name: string, options: LoadOptions): Promise<Baseline> => {
  const text = await readFile(posix.join(folder, releaseFileName), 'utf8').catch((cause: unknown) => {
    throw new BaselineError(folder, `${releaseFileName} cannot be read.`, cause);
  });
  const file = parseReleaseFile(text);
  if (typeof file === 'string') throw new BaselineError(folder, file);
  const { released, documents, retired } = file;
  const contracts = await contractsIn(folder, documents, options);
  return { name, contracts, released, isRetired: retired !== undefined };
};

const contractsIn = async (
  folder: string,
  documents: readonly string[],
  options: LoadOptions,
): Promise<Baseline['contracts']> => {
  const below = posix.join(folder, posix.dirname(documents[0] ?? ''));
  const { contracts, findings } = await loadContracts(below, options).catch((cause: unknown) => {
    throw new BaselineError(folder, cause instanceof Error ? cause.message : String(cause), cause);
  });
  const [error] = findings.filter(({ severity }) => severity === 'error');
  if (error !== undefined)
    throw new BaselineError(folder, `${error.file}:${error.line}:${error.column}: ${error.message}`);
  const found = contracts.documents.map(({ file }) => posix.relative(folder, file));
  const missing = documents.filter((one) => !found.includes(posix.normalize(one)));
  if (missing.length > 0) throw new BaselineError(folder, `${missing.join(', ')} of release.json is not there.`);
  const surplus = found.filter((one) => !documents.map((document) => posix.normalize(document)).includes(one));
  if (surplus.length > 0) throw new BaselineError(folder, `${surplus.join(', ')} is not in release.json.`);
  return contracts;
};
