/** `waivers.yaml`: changes that somebody lets through, for a time and for a reason. */
import { waiversFileName } from '../../load/settings-files.js';
import { readSource } from '../../load/read-source.js';
import { jsonOf } from '../../load/source-tree.js';
import type { SourceFile, SourceNode, SourceRange } from '../../model/source.js';
import { didYouMean } from '../../report/near-miss.js';
import { breakingRules } from '../breaking-rules.js';
import type { Change } from '../change.js';
import { policyFinding } from './policy-finding.js';

export interface Waiver {
  readonly rule: string;
  readonly pointer: string;
  readonly previous: string;
  readonly current: string;
  readonly reason: string;
  readonly owner: string;
  /** The last day on which it holds, `2027-06-30`. */
  readonly expires: string;
  readonly range: SourceRange;
}

const fields = ['rule', 'pointer', 'previous', 'current', 'reason', 'owner', 'expires'] as const;

export interface WaiverFile {
  readonly source: SourceFile;
  readonly waivers: readonly Waiver[];
  /** WAIVER_INVALID. */
  readonly problems: readonly Change[];
}

export const readWaivers = (file: string, text: string): WaiverFile => {
  const { source, findings } = readSource(file, text);
  const [broken] = findings;
  if (broken !== undefined) {
    const range = { ...broken, pointer: '', endLine: broken.line, endColumn: broken.column + 1 };
    return { source, waivers: [], problems: [waiverFinding('WAIVER_INVALID', range, broken.message, broken.fix)] };
  }
  const { root } = source;
  if (root?.kind !== 'list') {
    const range = root?.range ?? { file, pointer: '', line: 1, column: 1, endLine: 1, endColumn: 2 };
    const message = `${waiversFileName} is no list of waivers; each takes ${fields.join(', ')}.`;
    return {
      source,
      waivers: [],
      problems: [waiverFinding('WAIVER_INVALID', range, message, 'write [] if there is none')],
    };
  }
  const read = root.items.map(waiverFrom);
  return {
    source,
    waivers: read.flatMap((one) => ('problem' in one ? [] : one)),
    problems: read.flatMap((one) => ('problem' in one ? one.problem : [])),
  };
};

const waiverFrom = (node: SourceNode): Waiver | { readonly problem: Change } => {
  const invalid = (range: SourceRange, message: string, fix?: string): { readonly problem: Change } => ({
    problem: waiverFinding('WAIVER_INVALID', range, message, fix),
  });
  if (node.kind !== 'map') return invalid(node.range, `A waiver is a map with ${fields.join(', ')}.`);
  const texts = new Map<string, string>();
  for (const { key, keyRange, value } of node.entries) {
    if (!fields.some((field) => field === key)) {
      const fix = didYouMean(key, fields);
      return invalid(keyRange, `A waiver has no field "${key}"; it takes ${fields.join(', ')}.`, fix);
    }
    const text = jsonOf(value);
    if (typeof text !== 'string' || text.trim() === '') {
      return invalid(value.range, `${key} is ${JSON.stringify(text)}, not a text that says something.`);
    }
    texts.set(key, text);
  }
  const [missing] = fields.filter((field) => !texts.has(field));
  if (missing !== undefined) {
    const fix = missing === 'expires' ? 'write expires: and the last day on which it holds' : `write ${missing}: …`;
    return invalid(node.range, `This waiver has no ${missing}; it takes ${fields.join(', ')}.`, fix);
  }
  const of = (field: (typeof fields)[number]): string => texts.get(field) ?? '';
  if (!breakingRules.some(({ id }) => id === of('rule'))) {
    const ids = breakingRules.map(({ id }) => id);
    return invalid(
      node.range,
      `There is no rule "${of('rule')}".`,
      didYouMean(of('rule'), ids) ?? 'see streampact rules',
    );
  }
  if (!/^\d{4}-\d{2}-\d{2}$/.test(of('expires')) || Number.isNaN(Date.parse(of('expires')))) {
    return invalid(node.range, `expires is "${of('expires')}", not a date such as 2027-06-30.`);
  }
  return {
    rule: of('rule'),
    pointer: of('pointer'),
    previous: of('previous'),
    current: of('current'),
    reason: of('reason'),
    owner: of('owner'),
    expires: of('expires'),
    range: node.range,
  };
};

/** Somebody has to do something about each, so all of them fail the gate. */
export const waiverFinding = (rule: string, range: SourceRange, message: string, fix?: string): Change =>
  policyFinding({ rule, effect: 'breaking', message, fix }, range);
