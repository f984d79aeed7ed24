/** Changes in the format that the user asked for. */
import type { JsonObject, JsonValue } from '../model/source.js';
import type { Finding } from '../report/finding.js';
import { findingsAsGithub } from '../report/github.js';
import { findingsAsJunit } from '../report/junit.js';
import type { ReportFormat } from '../report/report.js';
import { sorted } from '../report/sorted.js';
import type { TextOptions } from '../report/text.js';
import type { Change } from './change.js';
import type { HeldChange } from './policy/held-change.js';
import { changesAsText, directionText } from './change-text.js';

/**
 * All changes, sorted by file, line and column, with a line end at the end; `''` in text and github if there is none.
 * Compatible changes are part of text (one line each) and json; GitHub and JUnit show only what somebody has to look at.
 */
export const reportChanges = (
  changes: readonly (Change | HeldChange)[],
  { format, ...options }: TextOptions & { readonly format: ReportFormat },
): string => {
  const inOrder = sorted(changes);
  if (format === 'json') return changesAsJson(inOrder);
  if (format === 'text') return changesAsText(inOrder, options);
  const findings = inOrder.flatMap((change) => findingOf(change) ?? []);
  return format === 'junit' ? findingsAsJunit(findings) : findingsAsGithub(findings);
};

/** @returns `undefined` for what is compatible. What breaks, or may, is an error: both fail the gate. */
export const findingOf = (change: Change): Finding | undefined => {
  if (change.effect === 'compatible') return undefined;
  const { rule, file, line, column, endColumn, fix } = change;
  return {
    rule,
    severity: change.effect === 'warning' ? 'warning' : 'error',
    file,
    line,
    column,
    ...(endColumn === undefined ? {} : { endColumn }),
    message: messageOf(change),
    ...(fix === undefined ? {} : { fix }),
  };
};

/** What changed, in which message, what shows that it breaks, and whom it hits: there is one line for all that. */
const messageOf = (change: Change): string => {
  const { effect, messageName, message, witness, consequence } = change;
  const about = messageName === undefined ? '' : ` in ${messageName}`;
  const headline = `${effect}${directionText(change)}${about}: ${message}`;
  const proof =
    witness === undefined ? [] : [`For example ${JSON.stringify(witness.value)} is refused: ${refusal(witness)}.`];
  return [headline, ...proof, ...(consequence === undefined ? [] : [consequence])].join(' ');
};

const refusal = ({ violation: { instancePath, message } }: NonNullable<Change['witness']>): string =>
  `${instancePath === '' ? 'it' : instancePath} ${message}`;

/** One JSON array, indented, each with the fields of `Change`, and then of `HeldChange`, in this order. */
const changesAsJson = (changes: readonly (Change | HeldChange)[]): string => {
  const plain = changes.map((change): JsonObject =>
    present({
      rule: change.rule,
      effect: change.effect,
      direction: change.direction,
      file: change.file,
      line: change.line,
      column: change.column,
      endColumn: change.endColumn,
      pointer: change.pointer,
      previous: change.previous === undefined ? undefined : { ...change.previous },
      channel: change.channel,
      messageName: change.messageName,
      operation: change.operation,
      message: change.message,
      fix: change.fix,
      witness: change.witness === undefined ? undefined : witnessAsJson(change.witness),
      consequence: change.consequence,
      ...policyFields(change),
    }),
  );
  return `${JSON.stringify(plain, undefined, 2)}\n`;
};

/** From which releases it is a change, and the entry of waivers.yaml that would let it through. */
const policyFields = (change: Change | HeldChange): Readonly<Record<string, JsonValue>> => {
  if (!('fragments' in change) || change.releases.length === 0) return {};
  const { rule, effect, releases, fragments } = change;
  const alsoIn = change.alsoIn.map((one) => present({ ...one }));
  return {
    releases,
    ...(alsoIn.length === 0 ? {} : { alsoIn }),
    ...(effect === 'compatible' ? {} : { waiver: { rule, ...fragments } }),
  };
};

const witnessAsJson = ({ part, value, violation }: NonNullable<Change['witness']>): JsonObject => ({
  part,
  value,
  violation: { instancePath: violation.instancePath, keyword: violation.keyword, message: violation.message },
});

const present = (fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
