/** A release as a folder: the documents, every file that they refer to at the same place beside them, and release.json. */
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, posix, relative, resolve, sep } from 'node:path';
import type { ContractSet } from '../model/contract.js';
import { releaseFileName, releaseFileText } from './release-file.js';

/** A release that is not written as it was asked for. */
export class ReleaseRefusedError extends Error {
  readonly code = 'RELEASE_REFUSED';
  constructor(what: string) {
    super(`Nothing was written: ${what}`);
    this.name = 'ReleaseRefusedError';
  }
}

export interface ReleasePlan {
  readonly folder: string;
  readonly files: readonly { readonly path: string; readonly content: Buffer | string }[];
}

/** What is the name of a folder on every system, and of nothing else on a command line. */
const namePattern = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?$/;

/** @throws ReleaseRefusedError – the name is taken or is none */
export const planRelease = async (
  contracts: ContractSet,
  {
    name,
    folder: baselines,
    now,
    unproved,
  }: { readonly name: string; readonly folder: string; readonly now: Date; readonly unproved: readonly string[] },
): Promise<ReleasePlan> => {
  if (!namePattern.test(name) || name === 'current') {
    throw new ReleaseRefusedError(
      `"${name}" cannot be the name of a release. Take letters, digits, ".", "-" and "_", such as 2026-11 or 1.4.0.`,
    );
  }
  const folder = posix.join(baselines, name);
  if (await isThere(folder))
    throw new ReleaseRefusedError(`${folder} is there already. Releases stay as they are; give another name.`);
  const names = contracts.files.map(({ file }) => file);
  const found: { readonly file: string; readonly content: Buffer }[] = [];
  for (const file of names) {
    // The schema of schemas comes with us and stands nowhere.
    const content = await readFile(file).catch(() => undefined);
    if (content !== undefined) found.push({ file, content });
  }
  const root = commonFolder([contracts.folder, ...found.map(({ file }) => posix.dirname(file))]);
  const inRelease = (file: string): string => relative(root, resolve(file)).split(sep).join('/');
  const documents = contracts.documents.map(({ file }) => inRelease(file));
  const text = releaseFileText({
    released: now.toISOString().slice(0, 10),
    documents,
    unproved: unproved.length === 0 ? undefined : unproved,
  });
  const files = [
    { path: posix.join(folder, releaseFileName), content: text },
    ...found.map(({ file, content }) => ({ path: posix.join(folder, inRelease(file)), content })),
  ];
  return { folder, files };
};

/** All or nothing: a release that is half written would be taken for a whole one. */
export const writeRelease = async ({ folder, files }: ReleasePlan): Promise<void> => {
  // Its name begins with a dot, so that nobody takes it for a release.
  const unfinished = posix.join(posix.dirname(folder), `.${posix.basename(folder)}.unfinished`);
  try {
    for (const { path, content } of files) {
      const place = posix.join(unfinished, posix.relative(folder, path));
      await mkdir(dirname(place), { recursive: true });
      await writeFile(place, content);
    }
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw new ReleaseRefusedError(
      `${folder} cannot be written (${error instanceof Error ? error.message : String(error)}).`,
    );
  }
};

const isThere = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** The deepest folder that holds them all. */
const commonFolder = (folders: readonly string[]): string => {
  const [first = [], ...others] = folders.map((folder) => resolve(folder).split(sep));
  let length = first.length;
  for (const parts of others) {
    const differs = first.findIndex((part, index) => part !== parts[index]);
    if (differs !== -1) length = Math.min(length, differs);
  }
  return first.slice(0, length).join(sep) || sep;
};
