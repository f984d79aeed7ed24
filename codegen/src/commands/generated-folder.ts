/** The folder of generated code on disk: what differs from what was emitted, and bringing it up to date. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { type EmittedFile, generatedMark } from '../emit/emitted-file.js';

export interface Difference {
  readonly kind: 'missing' | 'changed' | 'surplus';
  readonly path: string;
  /** `''` if the file is not there. */
  readonly before: string;
  /** `''` if the file should not be there. */
  readonly after: string;
}

/** What compilers, package managers and `streampact docs` put there: each brings its own folder up to date. */
const foreignFolders = new Set(['dist', 'node_modules', 'docs']);

/** Sorted by path. Files that do not say they are ours are not looked at, unless one is in the way. */
export const differences = async (folder: string, files: readonly EmittedFile[]): Promise<readonly Difference[]> => {
  const wanted = new Map(files.map(({ path, text }) => [path, text]));
  const found: Difference[] = [];
  for (const [path, after] of wanted) {
    const before = await textOf(join(folder, path));
    if (before === undefined) found.push({ kind: 'missing', path, before: '', after });
    else if (before !== after) found.push({ kind: 'changed', path, before, after });
  }
  for (const path of await filesIn(folder)) {
    if (wanted.has(path)) continue;
    const before = (await textOf(join(folder, path))) ?? '';
    if (before.slice(0, 200).includes(generatedMark)) found.push({ kind: 'surplus', path, before, after: '' });
  }
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1));
};

/** Touches only the files that differ, so that what compiles them has only that to do. */
export const apply = async (folder: string, changes: readonly Difference[]): Promise<void> => {
  for (const { kind, path, after } of changes) {
    const file = join(folder, path);
    if (kind === 'surplus') {
      await rm(file);
      continue;
    }
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, after);
  }
};

const textOf = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

const filesIn = async (folder: string, below = ''): Promise<string[]> => {
  const entries = await readdir(join(folder, below), { withFileTypes: true }).catch(() => []);
  const lists = entries.map(async (entry) => {
    const path = join(below, entry.name);
    if (entry.isDirectory()) return foreignFolders.has(entry.name) ? [] : filesIn(folder, path);
    return [path.split(sep).join('/')];
  });
  return (await Promise.all(lists)).flat();
};
