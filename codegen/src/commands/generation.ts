/** The part of `streampact generate` that reads contracts and makes code: loaded only when there is something to do. */
import { emitContracts } from '../emit/emit-contracts.js';
import type { Target } from '../emit/targets.js';
import { loadContracts } from '../load/load-contracts.js';
import type { ContractSet, Profile } from '../model/contract.js';
import type { Finding } from '../report/finding.js';
import { checkContracts, hasErrors } from './check-contracts.js';
import { type Difference, differences } from './generated-folder.js';
import type { EmittedFile } from '../emit/emitted-file.js';

/** What a process knows from earlier runs, by hashes of all that it depends on. */
export interface Memory {
  readonly conformance: Map<string, readonly Finding[]>;
  readonly documents: Map<string, readonly EmittedFile[]>;
}

export interface Generation {
  readonly contracts: ContractSet;
  readonly findings: readonly Finding[];
  /** Empty if there are errors, and so is `changes`. */
  readonly files: readonly EmittedFile[];
  readonly changes: readonly Difference[];
}

/** Writes nothing. @throws ContractFolderError, OutputInTheWayError */
export const generation = async (
  { input, output, profile, targets }: { input: string; output: string; profile: Profile; targets: readonly Target[] },
  memory: Memory,
): Promise<Generation> => {
  const loaded = await loadContracts(input, { profile });
  const { contracts } = loaded;
  const checked = await checkContracts(loaded, memory.conformance);
  if (hasErrors(checked)) return { contracts, findings: checked, files: [], changes: [] };
  const emitted = await emitContracts(contracts, { targets, known: memory.documents });
  const findings = [...checked, ...emitted.findings];
  if (hasErrors(findings)) return { contracts, findings, files: [], changes: [] };
  return { contracts, findings, files: emitted.files, changes: await differences(output, emitted.files) };
};
