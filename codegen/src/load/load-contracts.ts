/** From a folder of AsyncAPI documents to the model, with everything that is wrong in them. */
import type { ContractSet } from '../model/contract.js';
import type { Finding } from '../report/finding.js';

export interface LoadedContracts {
  /** What could be understood; incomplete if `findings` has errors. */
  readonly contracts: ContractSet;
  readonly findings: readonly Finding[];
}
