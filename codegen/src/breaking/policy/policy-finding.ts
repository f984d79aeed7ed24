/** A finding that is no difference between two releases: about a version, a waiver, or what is asked for. */
import type { SourceRange } from '../../model/source.js';
import type { Change, Effect } from '../change.js';

/** Effects are those of the rules in `policy-rules.ts`: waivers fail the gate, the others warn. */
export const policyFinding = (
  { rule, effect, message, fix }: { rule: string; effect: Effect; message: string; fix?: string | undefined },
  range: SourceRange,
): Change => ({
  rule,
  file: range.file,
  line: range.line,
  column: range.column,
  ...(range.endLine === range.line ? { endColumn: range.endColumn } : {}),
  pointer: range.pointer,
  message,
  ...(fix === undefined ? {} : { fix }),
  effect,
  direction: undefined,
  previous: undefined,
  channel: undefined,
  messageName: undefined,
  operation: undefined,
  witness: undefined,
  consequence: undefined,
});
