import type { Finding } from './finding.js';

/** Findings by file, line, column and rule: the order in which one works through a file. */
export const sorted = <Item extends Placed>(findings: readonly Item[]): readonly Item[] =>
  findings.toSorted(
    (a, b) =>
      compare(a.file, b.file) ||
      a.line - b.line ||
      a.column - b.column ||
      compare(a.rule, b.rule) ||
      compare(a.message, b.message),
  );

/** What is sorted has a place and says something. */
type Placed = Pick<Finding, 'file' | 'line' | 'column' | 'rule' | 'message'>;

/** By code unit, so that the order is the same on every machine. */
const compare = (a: string, b: string): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};
