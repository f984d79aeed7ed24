/** What is wrong in a contract, and where. Printed sorted by file, line and column; all of them, not the first. */
export type Severity = 'error' | 'warning';

export interface Finding {
  /** Id of the rule, kebab-case, e.g. `unresolved-reference`. */
  readonly rule: string;
  readonly severity: Severity;
  /** As the user would type it: relative to the folder the command runs in, with `/`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units as editors count. */
  readonly column: number;
  /** Column after the last character, if the finding ends on the same line. */
  readonly endColumn?: number;
  /** What happened, naming the value that was found and the values that would do. */
  readonly message: string;
  /** What to write instead, in a few words. */
  readonly fix?: string;
}

export const hasErrors = (findings: readonly Finding[]): boolean =>
  findings.some(({ severity }) => severity === 'error');
