/** What a lint rule is: data with one function, which looks at all contracts at once. */
import type { ContractSet, Profile } from '../model/contract.js';
import type { SourceRange } from '../model/source.js';
import type { Severity } from '../report/finding.js';

export interface LintRule {
  /** Kebab-case, the name of its file and of its fixture folder. */
  readonly id: string;
  readonly severity: Severity;
  /** One sentence: what goes wrong in a running system without the rule. */
  readonly purpose: string;
  /** Whose documents it holds for. In profile `any` its findings are warnings: documents of others stay usable as they are. */
  readonly profiles: readonly Profile[];
  readonly check: (context: LintContext) => void;
}

export interface LintContext {
  readonly contracts: ContractSet;
  readonly report: Report;
}

export interface Report {
  /** `message` says what happened and which values would do, `fix` what to write instead. */
  at(range: SourceRange, message: string, fix?: string): void;
}
