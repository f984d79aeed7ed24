/** What a document depends on: itself and every file that it mentions, and those mention. */
import { posix } from 'node:path';
import type { ContractSet } from '../model/contract.js';

/**
 * A file counts as soon as its name occurs in the text: too many files make a cache miss, one too few would make it lie.
 * @returns names and texts of the files in a fixed order, as one text to be hashed
 */
export const closureOf = (file: string, { files }: ContractSet): string => {
  const texts = new Map(files.map((one) => [one.file, one.text]));
  const reached = new Set([file]);
  for (const from of reached) {
    const text = texts.get(from) ?? '';
    for (const to of texts.keys()) if (text.includes(posix.basename(to))) reached.add(to);
  }
  // Documents that refer to each other depend on the same files, and are still different questions.
  return [file, ...[...reached].toSorted().map((name) => `${name}\n${texts.get(name) ?? ''}`)].join('\n');
};
