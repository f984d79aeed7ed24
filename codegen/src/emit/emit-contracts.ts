/** All generated files of a contract set, as text. Pure: the same contracts give the same bytes. */
import type { ContractSet, Document } from '../model/contract.js';
import type { Finding } from '../report/finding.js';
import { ContractNames } from './contract-names.js';
import { emissionKey } from './emission-key.js';
import type { EmittedFile } from './emitted-file.js';
import { emitHandlers } from './handlers.js';
import { emitMessages } from './messages.js';
import { emitPublisher } from './publisher.js';
import { emitRegistry } from './registry.js';
import { emitServiceIndex } from './service-index.js';
import { emitTesting } from './testing/emit-testing.js';
import { type Target, targets as allTargets, withNeeded } from './targets.js';
import { copiedSources } from './validators/copied-sources.js';
import { emitValidators } from './validators/emit-validators.js';

export interface Emitted {
  /** Sorted by path. */
  readonly files: readonly EmittedFile[];
  readonly findings: readonly Finding[];
}

export interface EmitOptions {
  /** @default all */
  readonly targets?: readonly Target[];
  /** What was emitted of documents before, by a hash of all that they consist of; what is emitted now is added. */
  readonly known?: Map<string, readonly EmittedFile[]>;
}

export const emitContracts = async (
  contracts: ContractSet,
  { targets = allTargets, known = new Map() }: EmitOptions = {},
): Promise<Emitted> => {
  const names = new ContractNames(contracts);
  const wanted = withNeeded(targets);
  const validators = wanted.has('validators') ? await emitValidators(contracts, names) : undefined;
  const emitted: (readonly EmittedFile[])[] = [];
  for (const document of contracts.documents) {
    const key = emissionKey(document, contracts, { names, wanted });
    const one = known.get(key) ?? (await emitDocument(document, contracts, names, wanted));
    known.set(key, one);
    emitted.push(one);
  }
  const files = [
    ...emitted.flat(),
    ...(wanted.has('publishers') && wanted.has('consumers') ? [await emitRegistry(contracts, names)] : []),
    ...(validators === undefined ? [] : [...validators.files, ...(await copiedSources(validators.formats))]),
  ];
  return {
    files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    findings: validators?.findings ?? [],
  };
};

const emitDocument = async (
  document: Document,
  contracts: ContractSet,
  names: ContractNames,
  wanted: ReadonlySet<Target>,
): Promise<readonly EmittedFile[]> => {
  const folder = names.folder(document.service);
  const hasDefinitions = wanted.has('publishers') || wanted.has('consumers') || wanted.has('testing');
  const messages = await emitMessages(document, contracts, folder, { hasDefinitions });
  const handlers = wanted.has('consumers') ? await emitHandlers(document, names) : undefined;
  const publisher = wanted.has('publishers') ? await emitPublisher(document, names) : undefined;
  const index = await emitServiceIndex(document, names, { messages, handlers, publisher });
  const testing = wanted.has('testing') ? await emitTesting(document, folder, messages) : undefined;
  const files = [messages, publisher, handlers, index, testing].filter((file) => file !== undefined);
  return files.map(({ path, text }) => ({ path, text }));
};
