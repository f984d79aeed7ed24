/** Where contract files are read from: the disk, or a commit. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { posix } from 'node:path';

export interface ContractFiles {
  /** `undefined` if there is nothing. @throws what the system says */
  kindOf(path: string): Promise<'folder' | 'file' | undefined>;
  /** Names of what is in a folder. @throws what the system says */
  namesIn(folder: string): Promise<readonly string[]>;
  /** `undefined` if it is not there or cannot be read. */
  textOf(file: string): Promise<string | undefined>;
}

export const filesOnDisk: ContractFiles = {
  kindOf: async (path) => {
    const found = await stat(path).catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
    if (found === undefined) return undefined;
    return found.isDirectory() ? 'folder' : 'file';
  },
  namesIn: (folder) => readdir(folder),
  textOf: (file) => readFile(file, 'utf8').catch(() => undefined),
};

/** The file that a `$ref` in `file` means by `path`. A commit stays in front: `HEAD~1:asyncapi/a.yaml` and `../b.yaml` are `HEAD~1:b.yaml`. */
export const fileBeside = (file: string, path: string): string => {
  const [, commit = '', own = ''] = /^([^:]*:)?([^]*)$/.exec(file) ?? [];
  return commit + posix.join(posix.dirname(own), path);
};

const isMissing = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  (error.code === 'ENOENT' || error.code === 'ENOTDIR');
