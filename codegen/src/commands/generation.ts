/** The part of `streampact generate` that reads contracts and makes code: loaded only when there is something to do. */
import { emitContracts } from '../emit/emit-contracts.js';
import type { Target } from '../emit/targets.js';
import { loadContracts } from '../load/load-contracts.js';
import type { ContractSet, Profile } from '../model/contract.js';
import { type Finding, hasErrors } from '../report/finding.js';
import { startChecks } from './check-contracts.js';
import { type Difference, differences } from './generated-folder.js';
import type { EmittedFile } from '../emit/emitted-file.js';

/** What a process knows from earlier runs, by hashes of all that it depends on. */
export interface Memory {
  readonly conformance: Map<string, readonly Finding[]>;
  readonly documents: Map<string, readonly EmittedFile[]>;
}

export interface Generation {
  readonly contracts: ContractSet;
  /** Ours; those of AsyncAPI's parser come later. */
  readonly findings: readonly Finding[];
  readonly conformance: Promise<readonly Finding[]>;
  /** Empty if there are errors, and so is `changes`. */
  readonly files: readonly EmittedFile[];
  readonly changes: readonly Difference[];
}

/** Makes the code while AsyncAPI's parser still looks at the documents. Writes nothing. @throws ContractFolderError, OutputInTheWayError */
export const generation = async (
  { input, output, profile, targets }: { input: string; output: string; profile: Profile; targets: readonly Target[] },
  memory: Memory,
): Promise<Generation> => {
  const loaded = await loadContracts(input, { profile });
  const { contracts } = loaded;
  const { own, conformance } = startChecks(loaded, memory.conformance);
  // Whoever waits for it is told; until then it is nobody's.
  conformance.catch(() => undefined);
  if (hasErrors(own)) return { contracts, findings: own, conformance, files: [], changes: [] };
  const emitted = await emitContracts(contracts, { targets, known: memory.documents });
  const findings = [...own, ...emitted.findings];
  if (hasErrors(findings)) return { contracts, findings, conformance, files: [], changes: [] };
  return { contracts, findings, conformance, files: emitted.files, changes: await differences(output, emitted.files) };
};
