/** Contracts that cannot be compared, because they cannot be read. */
import type { ContractSet } from '../model/contract.js';
import type { Finding } from '../report/finding.js';
import { sorted } from '../report/sorted.js';
import { findingsAsText } from '../report/text.js';

export class ContractsInvalidError extends Error {
  readonly code = 'CONTRACTS_INVALID';
  readonly errors: readonly Finding[];
  constructor(where: string, findings: readonly Finding[], { files }: ContractSet) {
    const errors = sorted(findings.filter(({ severity }) => severity === 'error'));
    const sourceOf = (name: string): string | undefined => files.find(({ file }) => file === name)?.text;
    super(`${findingsAsText(errors, { sourceOf })}\nNothing was compared: ${where} cannot be read as contracts.`);
    this.name = 'ContractsInvalidError';
    this.errors = errors;
  }
}
