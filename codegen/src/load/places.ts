/** From a place in a contract to a finding about it. */
import type { SourceRange } from '../model/source.js';
import type { Finding, Severity } from '../report/finding.js';

export const findingAt = (
  range: SourceRange,
  severity: Severity,
  rule: string,
  message: string,
  fix?: string,
): Finding => ({
  rule,
  severity,
  file: range.file,
  line: range.line,
  column: range.column,
  ...(range.endLine === range.line ? { endColumn: range.endColumn } : {}),
  message,
  ...(fix === undefined ? {} : { fix }),
});

export const errorAt = (range: SourceRange, rule: string, message: string, fix?: string): Finding =>
  findingAt(range, 'error', rule, message, fix);

export const warningAt = (range: SourceRange, rule: string, message: string, fix?: string): Finding =>
  findingAt(range, 'warning', rule, message, fix);
