/** Findings for programs: one JSON array, indented, each with the fields of `Finding` in this order. */
import type { Finding } from './finding.js';

export const findingsAsJson = (findings: readonly Finding[]): string => {
  const plain = findings.map(({ rule, severity, file, line, column, endColumn, message, fix }) => ({
    rule,
    severity,
    file,
    line,
    column,
    endColumn,
    message,
    fix,
  }));
  return `${JSON.stringify(plain, undefined, 2)}\n`;
};
