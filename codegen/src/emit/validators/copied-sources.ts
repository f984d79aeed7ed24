/** What validators import: checks.ts, and a file for each format that contracts use. Copied as they stand. */
import { readFile } from 'node:fs/promises';
import { type EmittedFile, header } from '../emitted-file.js';

/** TypeScript of ours; dist/ and src/ are equally deep, so the path is the same from both. */
const sources = new URL('../../../src/emit/', import.meta.url);

export const copiedSources = async (formats: ReadonlySet<string>): Promise<readonly EmittedFile[]> => {
  const files = new Map<string, EmittedFile>();
  const copy = async (path: string): Promise<void> => {
    if (files.has(path)) return;
    const text = await readFile(new URL(path, sources), 'utf8');
    files.set(path, { path, text: header(`codegen/src/emit/${path}`) + text });
    for (const [, file = ''] of text.matchAll(/from '\.\/(.*)\.js';/g)) await copy(`formats/${file}.ts`);
  };
  await copy('checks.ts');
  for (const format of [...formats].toSorted()) await copy(`formats/${format}.ts`);
  return [...files.values()];
};
