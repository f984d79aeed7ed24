/** From a place in a contract to a finding about it. */
import type { SourceRange } from '../model/source.js';
import type { Finding } from '../report/finding.js';

export const errorAt = (range: SourceRange, rule: string, message: string, fix?: string): Finding => ({
  rule,
  severity: 'error',
  file: range.file,
  line: range.line,
  column: range.column,
  ...(range.endLine === range.line ? { endColumn: range.endColumn } : {}),
  message,
  ...(fix === undefined ? {} : { fix }),
});
