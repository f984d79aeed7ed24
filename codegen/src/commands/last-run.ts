/**
 * What the last run read and wrote, so that a run with nothing to do needs neither parser nor compiler: it compares
 * hashes and says so. Kept in a cache folder, never beside the output; losing it costs time only.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Finding } from '../report/finding.js';
import { hashOf } from './manifest.js';

export interface LastRun {
  /** Of this generator's own files, and of the options that decide what is written. */
  readonly generator: string;
  /** Hash by file read; `''` stands for one that was looked for and is not there. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Names in the folder of contracts: a new one may be a document. */
  readonly names: readonly string[];
  /** Hash by file written. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Warnings, which are told again. */
  readonly findings: readonly Finding[];
  /** What AsyncAPI's parser said of each document, by a hash of all it was asked about. */
  readonly conformance: Readonly<Record<string, readonly Finding[]>>;
}

/** Where the run of one input and output is kept. */
export const lastRunFile = ({ input, output }: { readonly input: string; readonly output: string }): string =>
  join(cacheFolder(), `generate-${hashOf(`${resolve(input)}\n${resolve(output)}`)}.json`);

/** @returns `undefined` if there is none, or one that another version wrote */
export const readLastRun = async (file: string, generator: string): Promise<LastRun | undefined> => {
  try {
    // Written by writeLastRun of the same version, which its hash shows.
    const run = JSON.parse(await readFile(file, 'utf8')) as LastRun;
    return run.generator === generator ? run : undefined;
  } catch {
    return undefined;
  }
};

export const writeLastRun = async (file: string, run: LastRun): Promise<void> => {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(run));
  } catch {
    // A cache that cannot be written makes the next run slower, and nothing wrong.
  }
};

/** Whether nothing was changed since: neither what was read nor what was written. */
export const isUpToDate = async (run: LastRun, input: string): Promise<boolean> => {
  const names = await namesIn(input);
  if (names.join('\n') !== run.names.join('\n')) return false;
  const files = Object.entries({ ...run.inputs, ...run.outputs });
  const hashes = await Promise.all(files.map(([file]) => fileHash(file)));
  return files.every(([, hash], index) => hash === hashes[index]);
};

/** Of the files that make up this generator: whoever works on it sees its changes at once. */
export const generatorHash = async (options: object): Promise<string> => {
  const folder = fileURLToPath(new URL('..', import.meta.url));
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(?:js|ts)$/.test(name)).toSorted();
  const hashes = await Promise.all(names.map((name) => fileHash(join(folder, name))));
  return hashOf(JSON.stringify([names, hashes, options]));
};

export const namesIn = async (input: string): Promise<readonly string[]> => {
  const names: readonly string[] = await readdir(input).catch(() => []);
  return names.toSorted();
};

export const fileHash = async (file: string): Promise<string> => {
  const content = await readFile(file).catch(() => undefined);
  return content === undefined ? '' : hashOf(content);
};

/** Beside the packages of the project that uses it, as other tools do; else in the home folder. */
const cacheFolder = (): string => {
  for (let folder = resolve('.'); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'node_modules'))) return join(folder, 'node_modules', '.cache', 'streampact');
  }
  return join(homedir(), '.cache', 'streampact');
};
