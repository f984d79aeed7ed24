/** Node's module-loading hooks of a mutant: they run in a thread of their own and change a file's source as it is loaded. */
import { readFileSync } from 'node:fs';
import type { LoadHook } from 'node:module';
import { fileURLToPath } from 'node:url';
import { applyPatches } from './apply-patches.js';
import type { Patch } from './mutant.js';

/** What register.ts hands over. */
export interface HooksData {
  readonly patches: readonly Patch[];
  /** The repository, as a URL that ends with a slash. */
  readonly root: string;
}

let patchesByUrl: ReadonlyMap<string, readonly Patch[]> = new Map();

export const initialize = ({ patches, root }: HooksData): void => {
  const urls = new Set(patches.map(({ file }) => new URL(file, root).href));
  patchesByUrl = new Map([...urls].map((url) => [url, patches.filter(({ file }) => new URL(file, root).href === url)]));
};

export const load: LoadHook = async (url, context, nextLoad) => {
  const patches = patchesByUrl.get(url);
  if (!patches) return nextLoad(url, context);
  const source = applyPatches(readFileSync(fileURLToPath(url), 'utf8'), patches);
  return { format: 'module', source, shortCircuit: true };
};
