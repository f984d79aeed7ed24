/** Everything that is asked of contracts before code is made from them. */
import { checkEmittable } from '../emit/check-emittable.js';
import { lintContracts } from '../lint/index.js';
import { checkConformance } from '../load/conformance.js';
import type { LoadedContracts } from '../load/load-contracts.js';
import type { Finding } from '../report/finding.js';

/**
 * @param conformance what AsyncAPI's parser said before, and what it says now is added
 * @returns the findings of the first check that finds errors, and of those before it: later ones would repeat them.
 */
export const checkContracts = async (
  { contracts, findings }: LoadedContracts,
  conformance: Map<string, readonly Finding[]> = new Map(),
): Promise<readonly Finding[]> => {
  if (hasErrors(findings)) return findings;
  const linted = [...findings, ...lintContracts(contracts)];
  if (hasErrors(linted)) return linted;
  const emittable = [...linted, ...checkEmittable(contracts)];
  return hasErrors(emittable) ? emittable : [...emittable, ...(await checkConformance(contracts, conformance))];
};

export const hasErrors = (findings: readonly Finding[]): boolean =>
  findings.some(({ severity }) => severity === 'error');
