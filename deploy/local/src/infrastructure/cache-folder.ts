import { createHash } from 'node:crypto';
import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isRoot, makeEnterableFolder, openToServer } from '../process/unprivileged.js';

/** Downloads and templates that every clone on this machine can share. Deleting it costs a few seconds, no data of a project
 *  except where root's project lies under a folder that PostgreSQL cannot enter (see data-folder). */
export const cacheFolder = (): string => {
  const base = isRoot ? '/var/cache' : (process.env['XDG_CACHE_HOME'] ?? platformCache());
  const folder = join(base, 'streampact');
  makeEnterableFolder(folder);
  return folder;
};

const platformCache = (): string => {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  if (process.platform === 'win32') return process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local');
  return join(homedir(), '.cache');
};

/** A short name for a project folder that is the same at every start. */
export const projectId = (projectFolder: string): string =>
  createHash('sha256').update(projectFolder).digest('hex').slice(0, 12);

/** Fills a cache entry aside and renames it into place: another process sees all of it or nothing. */
export const cached = async (name: string, fill: (folder: string) => void | Promise<void>): Promise<string> => {
  const target = join(cacheFolder(), name);
  if (existsSync(target)) return target;
  const draft = `${target}.${String(process.pid)}.draft`;
  rmSync(draft, { recursive: true, force: true });
  makeEnterableFolder(draft);
  try {
    await fill(draft);
    openToServer(draft);
    renameSync(draft, target);
  } catch (error) {
    // Somebody else was first: theirs is as good.
    if (!existsSync(target)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return target;
};

export const copyFolder = (from: string, to: string): void => {
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
};
