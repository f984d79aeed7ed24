/** `.streampact.json` in an output folder: which files are ours. What does not stand there is never removed. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EmittedFile } from '../emit/emitted-file.js';

export const manifestName = '.streampact.json';

/** One line a file, so that two branches that add files merge. */
export const manifestOf = (files: readonly EmittedFile[]): EmittedFile => {
  const lines = files.map(({ path }) => `    ${JSON.stringify(path)}`).toSorted();
  const note = 'Written by streampact. Files that stand here are written again and removed by it; no other file is.';
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return { path: manifestName, text: `{\n  "note": ${JSON.stringify(note)},\n  "files": ${list}\n}\n` };
};

/** @returns the paths that stand in the manifest of `folder`; none if there is no manifest, or one that nobody can read */
export const pathsInManifest = async (folder: string): Promise<ReadonlySet<string>> => {
  const text = await readFile(join(folder, manifestName), 'utf8').catch(() => '{}');
  try {
    const json: unknown = JSON.parse(text);
    const files = typeof json === 'object' && json !== null && 'files' in json ? json.files : undefined;
    return new Set(Array.isArray(files) ? files.filter((path) => typeof path === 'string') : []);
  } catch {
    // A merge conflict in it: the next run writes it again.
    return new Set();
  }
};

/** 16 hexadecimal digits of SHA-256: enough to see that a file changed. */
export const hashOf = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
