/** Files that were parsed before: while somebody edits one, the others stay as they are. */
import type { Finding } from '../report/finding.js';
import type { SourceFile } from '../model/source.js';
import { readSource } from './read-source.js';

interface Parsed {
  readonly source: SourceFile;
  readonly findings: readonly Finding[];
}

/** By name; of each only the text it had last. Nobody changes a tree, so that two readers may have the same one. */
const known = new Map<string, Parsed>();

/** A process that watches reads the same few hundred files; one that goes through thousands must not keep them all. */
const knownMax = 1_000;

export const parsedFile = (file: string, text: string): Parsed => {
  const before = known.get(file);
  if (before?.source.text === text) return before;
  if (known.size >= knownMax) known.clear();
  const parsed = readSource(file, text);
  known.set(file, parsed);
  return parsed;
};
