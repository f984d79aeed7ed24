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
import { type Target, targets as allTargets, withNeeded } from './targets.js';
import { emitValidators } from './validators/emit-validators.js';

export interface Emitted {
  /** Sorted by path. */
  readonly files: readonly EmittedFile[];
  readonly findings: readonly Finding[];
}

export interface EmitOptions {
  /** @default all */
  readonly targets?: readonly Target[];
}

/** The module is TypeScript of ours; dist/ and src/ are equally deep, so the path is the same from both. */
const checksSource = new URL('../../src/emit/checks.ts', import.meta.url);

export const emitContracts = async (
  contracts: ContractSet,
  { targets = allTargets }: EmitOptions = {},
): Promise<Emitted> => {
  const names = new ContractNames(contracts);
  const wanted = withNeeded(targets);
  const emitted: Emitted[] = [];
  for (const document of contracts.documents) emitted.push(await emitDocument(document, contracts, names, wanted));
  const files = [
    ...emitted.flatMap((one) => one.files),
    ...(wanted.has('publishers') && wanted.has('consumers') ? [await emitRegistry(contracts, names)] : []),
    ...(wanted.has('validators') ? [await emitChecks()] : []),
  ];
  return {
    files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    findings: emitted.flatMap(({ findings }) => findings),
  };
};

const emitChecks = async (): Promise<EmittedFile> => {
  const checks = header('codegen/src/emit/checks.ts') + (await readFile(checksSource, 'utf8'));
  return { path: 'checks.ts', text: await formatted(checks, 'typescript') };
};

const emitDocument = async (
  document: Document,
  contracts: ContractSet,
  names: ContractNames,
  wanted: ReadonlySet<Target>,
): Promise<Emitted> => {
  const folder = names.folder(document.service);
  const hasDefinitions = wanted.has('publishers') || wanted.has('consumers');
  const messages = await emitMessages(document, contracts, folder, { hasDefinitions });
  const validators = wanted.has('validators') ? await emitValidators(document, folder) : { files: [], findings: [] };
  const handlers = wanted.has('consumers') ? await emitHandlers(document, names) : undefined;
  const publisher = wanted.has('publishers') ? await emitPublisher(document, names) : undefined;
  const index = await emitServiceIndex(document, names, { messages, handlers, publisher });
  const files = [messages, ...validators.files, publisher, handlers, index].filter((file) => file !== undefined);
  return { files: files.map(({ path, text }) => ({ path, text })), findings: validators.findings };
};
