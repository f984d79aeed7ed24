/** Suites by others that say of pairs of schemas whether one accepts all that the other accepts. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonValue } from '../model/source.js';

export interface LabelledPair {
  readonly id: string;
  readonly draft: string;
  readonly old: JsonValue;
  readonly new: JsonValue;
  /** What the suite says: every value that is valid under `old` is valid under `new`. */
  readonly backward: boolean;
}

export interface LabelledSuite {
  readonly name: string;
  readonly cases: readonly LabelledPair[];
}

/** @param folder of JSON files `{cases: [...]}`. @returns them by name; `undefined` if there is no such folder */
export const labelledSuites = async (folder: string): Promise<readonly LabelledSuite[] | undefined> => {
  const files = await readdir(folder).catch(() => undefined);
  if (files === undefined) return undefined;
  const names = files.filter((file) => file.endsWith('.json')).toSorted();
  return Promise.all(
    names.map(async (file) => {
      const suite: unknown = JSON.parse(await readFile(join(folder, file), 'utf8'));
      // The files say of themselves that this is their form.
      return { name: file.replace(/\.json$/, ''), cases: (suite as { readonly cases: readonly LabelledPair[] }).cases };
    }),
  );
};
