/** A second opinion: what AsyncAPI's own parser says of documents that we could read. */
import { createHash } from 'node:crypto';
import type { ContractSet } from '../model/contract.js';
import type { Finding } from '../report/finding.js';
import { closureOf } from './document-closure.js';
import { askParser } from './parser-workers.js';

/**
 * Runs beside whatever the caller does until it waits.
 * Call it for contracts without load errors: the parser hides everything else behind a failed reference.
 * @param known what it said of documents before, by a hash of all that they consist of; what it says now is added
 */
export const checkConformance = async (
  contracts: ContractSet,
  known: Map<string, readonly Finding[]> = new Map(),
): Promise<readonly Finding[]> => {
  const documents = contracts.documents.map(({ file }) => ({
    file,
    key: createHash('sha256').update(closureOf(file, contracts)).digest('hex'),
  }));
  const asked = documents.filter(({ key }) => !known.has(key));
  if (asked.length > 0) {
    const files = contracts.files.map(({ file, text }) => ({ file, text }));
    const answers = await askParser(
      asked.map(({ file }) => file),
      { folder: contracts.folder, files },
    );
    for (const [index, { key }] of asked.entries()) known.set(key, answers[index] ?? []);
  }
  const found = new Map<string, Finding>();
  for (const finding of documents.flatMap(({ key }) => known.get(key) ?? []))
    found.set(`${finding.file}:${finding.line}:${finding.column} ${finding.message}`, finding);
  return [...found.values()];
};
