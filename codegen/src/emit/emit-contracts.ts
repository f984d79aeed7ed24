/** All generated files of a contract set, as text. Pure: the same contracts give the same bytes. */
import { readFile } from 'node:fs/promises';
import type { ContractSet, Document } from '../model/contract.js';
import type { Finding } from '../report/finding.js';
import { ContractNames } from './contract-names.js';
import { type EmittedFile, header } from './emitted-file.js';
import { emitHandlers } from './handlers.js';
import { emitMessages } from './messages.js';
import { emitPublisher } from './publisher.js';
import { emitRegistry } from './registry.js';
import { emitServiceIndex } from './service-index.js';
import { formatted } from './source-text.js';
import { emitValidators } from './validators/emit-validators.js';

export interface Emitted {
  /** Sorted by path. */
  readonly files: readonly EmittedFile[];
  readonly findings: readonly Finding[];
}

/** The module is TypeScript of ours; dist/ and src/ are equally deep, so the path is the same from both. */
const checksSource = new URL('../../src/emit/checks.ts', import.meta.url);

export const emitContracts = async (contracts: ContractSet): Promise<Emitted> => {
  const names = new ContractNames(contracts);
  const emitted: Emitted[] = [];
  for (const document of contracts.documents) emitted.push(await emitDocument(document, contracts, names));
  const checks = header('codegen/src/emit/checks.ts') + (await readFile(checksSource, 'utf8'));
  const files = [
    ...emitted.flatMap((one) => one.files),
    await emitRegistry(contracts, names),
    { path: 'checks.ts', text: await formatted(checks, 'typescript') },
  ];
  return {
    files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    findings: emitted.flatMap(({ findings }) => findings),
  };
};

const emitDocument = async (document: Document, contracts: ContractSet, names: ContractNames): Promise<Emitted> => {
  const folder = names.folder(document.service);
  const validators = await emitValidators(document, folder);
  const messages = await emitMessages(document, contracts, folder);
  const handlers = await emitHandlers(document, names);
  const index = await emitServiceIndex(document, names, { messages, handlers });
  const publisher = await emitPublisher(document, names);
  const files = [messages, ...validators.files, publisher, handlers, index];
  return { files: files.map(({ path, text }) => ({ path, text })), findings: validators.findings };
};
