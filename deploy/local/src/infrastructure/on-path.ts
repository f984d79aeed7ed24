import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const suffix = process.platform === 'win32' ? '.exe' : '';

/** The program of this name that a shell would run; undefined if there is none. */
export const onPath = (name: string): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => executable(folder, name))
    .find((file) => file !== undefined);

/** A program in a folder; undefined if it is not there or this user may not run it. */
export const executable = (folder: string, name: string): string | undefined => {
  const file = join(folder, name + suffix);
  try {
    accessSync(file, constants.X_OK);
    return file;
  } catch {
    return undefined;
  }
};
