/** The linter: which rules there are, and what they find in a set of contracts. */
import type { LoadedContracts } from '../load/load-contracts.js';
import type { ContractSet } from '../model/contract.js';
import type { SourceRange } from '../model/source.js';
import type { Finding, Severity } from '../report/finding.js';
import { sorted } from '../report/sorted.js';
import { withoutIgnored } from './ignores.js';
import type { LintRule } from './rule.js';
import { closedObject } from './rules/closed-object.js';
import { descriptionPresent } from './rules/description-present.js';
import { discriminatorTag } from './rules/discriminator-tag.js';
import { exampleValid } from './rules/example-valid.js';
import { extensionName } from './rules/extension-name.js';
import { extensionValue } from './rules/extension-value.js';
import { keyDeclared } from './rules/key-declared.js';
import { messageName } from './rules/message-name.js';
import { ownerPresent } from './rules/owner-present.js';
import { pastTense } from './rules/past-tense.js';
import { receiveHasWriter } from './rules/receive-has-writer.js';
import { schemaKeyword } from './rules/schema-keyword.js';
import { singleReceive } from './rules/single-receive.js';
import { singleWriter } from './rules/single-writer.js';
import { unreferencedMessage } from './rules/unreferenced-message.js';

export type { LintRule } from './rule.js';

/** By id. */
export const lintRules: readonly LintRule[] = [
  closedObject,
  descriptionPresent,
  discriminatorTag,
  exampleValid,
  extensionName,
  extensionValue,
  keyDeclared,
  messageName,
  ownerPresent,
  pastTense,
  receiveHasWriter,
  schemaKeyword,
  singleReceive,
  singleWriter,
  unreferencedMessage,
];

/**
 * @returns what the rules of the profile find, without what `x-lint-ignore` takes back, sorted by file, line and column.
 */
export const lintContracts = (contracts: ContractSet): readonly Finding[] =>
  sorted(
    withoutIgnored(
      contracts,
      lintRules
        .filter(({ profiles }) => profiles.includes(contracts.profile))
        .flatMap((rule) => findingsOf(rule, contracts)),
    ),
  );

/**
 * Everything that is wrong: what reading found, and what the rules find elsewhere. Where both have something to say about
 * one place, only the reader's words are kept, because what could not be read is what the rule stumbles over.
 */
export const allFindings = ({ contracts, findings }: LoadedContracts): readonly Finding[] => {
  const placeOf = ({ file, line, column }: Finding): string => `${file}:${line}:${column}`;
  const places = new Set(findings.map(placeOf));
  return sorted([...findings, ...lintContracts(contracts).filter((finding) => !places.has(placeOf(finding)))]);
};

const findingsOf = ({ id, severity: asOurs, check }: LintRule, contracts: ContractSet): readonly Finding[] => {
  const findings: Finding[] = [];
  const severity: Severity = contracts.profile === 'any' ? 'warning' : asOurs;
  const at = (range: SourceRange, message: string, fix?: string): void => {
    const { file, line, column, endLine, endColumn } = range;
    findings.push({
      rule: id,
      severity,
      file,
      line,
      column,
      ...(endLine === line ? { endColumn } : {}),
      message,
      ...(fix === undefined ? {} : { fix }),
    });
  };
  check({ contracts, report: { at } });
  return findings;
};
