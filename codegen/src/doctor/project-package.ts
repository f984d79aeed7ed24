/** Packages of the project that is looked at. The generator itself talks to no server, so it has no driver. */
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** @returns the package as the project imports it; `undefined` if it is not installed there */
export const projectPackage = async (name: string, folder: string): Promise<unknown> => {
  const { resolve: find } = createRequire(join(resolve(folder), 'package.json'));
  let file: string;
  try {
    file = find(name);
  } catch {
    return undefined;
  }
  const loaded: unknown = await import(pathToFileURL(file).href);
  return loaded;
};
