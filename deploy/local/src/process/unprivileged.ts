import { chmodSync, chownSync, lchownSync, lstatSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** PostgreSQL refuses to run as root. Started by root it runs as "nobody", which every Unix has. */
const nobody = { uid: 65_534, gid: 65_534 } as const;

export const isRoot = process.getuid?.() === 0;
export const unprivileged: { uid?: number; gid?: number } = isRoot ? nobody : {};

/** Gives a folder and all in it to the user that servers run as. */
export const giveToServer = (path: string): void => {
  if (!isRoot) return;
  lchownSync(path, nobody.uid, nobody.gid);
  if (!lstatSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) giveToServer(join(path, name));
};

/** As above for one folder only. */
export const giveFolderToServer = (path: string): void => {
  if (isRoot) chownSync(path, nobody.uid, nobody.gid);
};

/** Makes a folder, and those above it, that the server's user may enter whatever root's umask says. */
export const makeEnterableFolder = (path: string): void => {
  const first = mkdirSync(path, { recursive: true, mode: 0o755 });
  if (!isRoot || first === undefined) return;
  for (let folder = resolve(path); folder.length >= first.length; folder = dirname(folder)) chmodSync(folder, 0o755);
};

/** Lets everybody read, and run what its owner may run. */
export const openToServer = (path: string): void => {
  if (!isRoot) return;
  const entry = lstatSync(path);
  if (entry.isSymbolicLink()) return;
  const isRunnable = entry.isDirectory() || (entry.mode & 0o100) !== 0;
  chmodSync(path, entry.mode | (isRunnable ? 0o555 : 0o444));
  if (entry.isDirectory()) for (const name of readdirSync(path)) openToServer(join(path, name));
};

/** Whether the user that servers run as may enter this folder: every folder above must let everybody through. */
export const serverCanEnter = (path: string): boolean => {
  if (!isRoot) return true;
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const entry = statSync(folder, { throwIfNoEntry: false });
    if (entry && entry.uid !== nobody.uid && (entry.mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
};
