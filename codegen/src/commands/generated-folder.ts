/** A folder of generated files on disk: what differs from what was emitted, and bringing it up to date. */
import { mkdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type EmittedFile, generatedMark } from '../emit/emitted-file.js';
import { manifestName, manifestOf, pathsInManifest } from './manifest.js';

export interface Difference {
  readonly kind: 'missing' | 'changed' | 'surplus';
  readonly path: string;
  /** `''` if the file is not there. */
  readonly before: string;
  /** `''` if the file should not be there. */
  readonly after: string;
}

/** A file that somebody wrote stands where one of ours should be. Nothing was written. */
export class OutputInTheWayError extends Error {
  readonly code = 'OUTPUT_IN_THE_WAY';
  constructor(readonly file: string) {
    super(
      `${file} is in the way: it does not say that streampact wrote it, so it is not overwritten. ` +
        'Move it, or give another folder with --output.',
    );
    this.name = 'OutputInTheWayError';
  }
}

/** The folder of the output cannot be read or written. What was written before stays; the next run goes on from there. */
export class OutputUnwritableError extends Error {
  readonly code = 'OUTPUT_UNWRITABLE';
  constructor(
    readonly file: string,
    cause: unknown,
  ) {
    super(
      `${file} cannot be written: ${reasonOf(cause)}. Give a folder that you may write with --output, or make room for it.`,
      { cause },
    );
    this.name = 'OutputUnwritableError';
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOTDIR: 'a file stands where one of its folders should be',
  EEXIST: 'a file stands where one of its folders should be',
  EISDIR: 'a folder stands there',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
};

const reasonOf = (cause: unknown): string => {
  const code = codeOf(cause);
  return reasons[code] ?? (code === '' ? String(cause) : code);
};

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

const written = async <Result>(file: string, work: Promise<Result>): Promise<Result> => {
  try {
    return await work;
  } catch (error) {
    throw new OutputUnwritableError(file, error);
  }
};

/**
 * Sorted by path, the manifest included.
 * @throws OutputInTheWayError – a file that is not ours stands at the path of one of `files`
 * @throws OutputUnwritableError – the folder is a file, or cannot be read
 */
export const differences = async (folder: string, files: readonly EmittedFile[]): Promise<readonly Difference[]> => {
  const wanted = [...files, manifestOf(files)];
  const known = new Set([...(await pathsInManifest(folder)), manifestName]);
  const found = await Promise.all(
    wanted.map(async ({ path, text: after }): Promise<Difference | undefined> => {
      const file = join(folder, path);
      const before = await textOf(file);
      if (before === after) return undefined;
      if (before !== undefined && !known.has(path) && !isOurs(before)) throw new OutputInTheWayError(file);
      return { kind: before === undefined ? 'missing' : 'changed', path, before: before ?? '', after };
    }),
  );
  const paths = new Set(wanted.map(({ path }) => path));
  const surplus = await surplusIn(
    folder,
    [...known].filter((path) => !paths.has(path)),
  );
  return [...found.filter((one) => one !== undefined), ...surplus].toSorted((a, b) => (a.path < b.path ? -1 : 1));
};

/**
 * Touches only the files that differ, so that what compiles them has only that to do.
 * @throws OutputUnwritableError
 */
export const apply = async (folder: string, changes: readonly Difference[]): Promise<void> => {
  for (const { kind, path, after } of changes) {
    const file = join(folder, path);
    if (kind === 'surplus') {
      await written(file, rm(file));
      await removeEmpty(dirname(file), folder);
      continue;
    }
    await written(file, mkdir(dirname(file), { recursive: true }));
    await written(file, writeFile(file, after));
  }
};

/** What an earlier run wrote and this one does not: it stands in the manifest, and still says that it is ours. */
const surplusIn = async (folder: string, gone: readonly string[]): Promise<readonly Difference[]> => {
  const paths = gone.filter(isInside);
  const texts = await Promise.all(paths.map((path) => textOf(join(folder, path))));
  return paths.flatMap((path, index): Difference[] => {
    const before = texts[index];
    return before !== undefined && isOurs(before) ? [{ kind: 'surplus', path, before, after: '' }] : [];
  });
};

/** Folders that our files were the last in. */
const removeEmpty = async (folder: string, top: string): Promise<void> => {
  for (let below = folder; below !== top && below !== dirname(below); below = dirname(below)) {
    const isEmpty = await rmdir(below).then(
      () => true,
      () => false,
    );
    if (!isEmpty) return;
  }
};

const isOurs = (text: string): boolean => text.slice(0, 300).includes(generatedMark);

/** A manifest is a file that people can edit; it must not lead out of the folder. */
const isInside = (path: string): boolean => !path.startsWith('/') && !path.split('/').includes('..');

const textOf = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new OutputUnwritableError(file, error);
  }
};
