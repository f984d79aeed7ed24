/** Everything that is asked of contracts before code is made from them. */
import { checkEmittable } from '../emit/check-emittable.js';
import { lintContracts } from '../lint/index.js';
import { checkConformance } from '../load/conformance.js';
import { dismissParser } from '../load/parser-workers.js';
import type { LoadedContracts } from '../load/load-contracts.js';
import { type Finding, hasErrors } from '../report/finding.js';

/** The checks of contracts, the slow one running while the caller goes on. */
export interface Checks {
  /** Ours: of reading, of the rules, and of what code needs. */
  readonly own: readonly Finding[];
  /** What AsyncAPI's parser says; nothing if there are errors of our own, which it would repeat. */
  readonly conformance: Promise<readonly Finding[]>;
}

/** @param known what the parser said before, and what it says now is added */
export const startChecks = (
  { contracts, findings }: LoadedContracts,
  known: Map<string, readonly Finding[]> = new Map(),
): Checks => {
  const nothing = Promise.resolve([]);
  if (hasErrors(findings)) return { own: findings, conformance: nothing };
  const conformance = checkConformance(contracts, known);
  const linted = [...findings, ...lintContracts(contracts)];
  const own = hasErrors(linted) ? linted : [...linted, ...checkEmittable(contracts)];
  if (!hasErrors(own)) return { own, conformance };
  conformance.catch(() => undefined);
  void dismissParser();
  return { own, conformance: nothing };
};

/** @returns the findings of the first check that finds errors, and of those before it: later ones would repeat them. */
export const checkContracts = async (
  loaded: LoadedContracts,
  known?: Map<string, readonly Finding[]>,
): Promise<readonly Finding[]> => {
  const { own, conformance } = startChecks(loaded, known);
  return [...own, ...(await conformance)];
};
