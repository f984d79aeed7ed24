/** `x-lint-ignore: {rule, reason}` on a node takes back that rule's findings on it and below it. */
import type { ContractSet } from '../model/contract.js';
import type { MapEntry, SourceNode, SourceRange } from '../model/source.js';
import type { Finding } from '../report/finding.js';
import { allExtensions } from './extension-walk.js';
import { entryIn, nameOf, nodeAt } from './source-places.js';

export const unusedIgnoreId = 'ignore-unused';

/** @returns the findings that are left, and one for each ignore that took nothing back. */
export const withoutIgnored = (contracts: ContractSet, findings: readonly Finding[]): readonly Finding[] => {
  const ignores = allExtensions(contracts).flatMap(({ entry }) => ignoreOf(contracts, entry) ?? []);
  const used = new Set<Ignore>();
  const left = findings.filter((finding) => {
    const fitting = ignores.filter((ignore) => ignore.rule === finding.rule && covers(ignore, finding));
    for (const ignore of fitting) used.add(ignore);
    return fitting.length === 0;
  });
  return [...left, ...ignores.filter((ignore) => !used.has(ignore)).map(unused)];
};

interface Ignore {
  readonly rule: string;
  readonly place: SourceRange;
  /** From the name of the node that holds the ignore to its end. */
  readonly start: SourceRange;
  readonly end: SourceRange;
}

const ignoreOf = (contracts: ContractSet, { key, keyRange, value }: MapEntry): Ignore | undefined => {
  if (key !== 'x-lint-ignore') return undefined;
  const rule = textOf(value, 'rule');
  // Without both fields the extension's value is a finding of its own, and nothing is ignored.
  if (rule === undefined || textOf(value, 'reason') === undefined) return undefined;
  const holder = nodeAt(contracts, keyRange.file, keyRange.pointer.slice(0, keyRange.pointer.lastIndexOf('/')));
  if (holder === undefined) return undefined;
  return { rule, place: keyRange, start: nameOf(contracts, holder.range), end: holder.range };
};

const textOf = (node: SourceNode, key: string): string | undefined => {
  const value = entryIn(node, key)?.value;
  return value?.kind === 'scalar' && typeof value.value === 'string' && value.value.trim() !== ''
    ? value.value
    : undefined;
};

const covers = ({ start, end }: Ignore, { file, line, column }: Finding): boolean =>
  file === start.file &&
  (line > start.line || (line === start.line && column >= start.column)) &&
  (line < end.endLine || (line === end.endLine && column < end.endColumn));

const unused = ({ rule, place }: Ignore): Finding => ({
  rule: unusedIgnoreId,
  severity: 'error',
  file: place.file,
  line: place.line,
  column: place.column,
  endColumn: place.endColumn,
  message: `Nothing is left here that the rule "${rule}" would find.`,
  fix: 'take x-lint-ignore out, or correct the name of the rule',
});
