/** `waivers.yaml`: changes that somebody lets through, for a time and for a reason. */
import { waiversFileName } from '../../load/settings-files.js';
import { readSource } from '../../load/read-source.js';
import { jsonOf } from '../../load/source-tree.js';
import type { SourceFile, SourceNode, SourceRange } from '../../model/source.js';
import { didYouMean } from '../../report/near-miss.js';
import { breakingRules } from '../breaking-rules.js';
import type { Change } from '../change.js';
import { failsGate, type HeldChange } from './held-change.js';

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
    return { source, waivers: [], problems: [problem('WAIVER_INVALID', range, broken.message, broken.fix)] };
  }
  const { root } = source;
  if (root?.kind !== 'list') {
    const range = root?.range ?? { file, pointer: '', line: 1, column: 1, endLine: 1, endColumn: 2 };
    const message = `${waiversFileName} is no list of waivers; each takes ${fields.join(', ')}.`;
    return { source, waivers: [], problems: [problem('WAIVER_INVALID', range, message, 'write [] if there is none')] };
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
    problem: problem('WAIVER_INVALID', range, message, fix),
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

export interface Waived {
  /** What is left, and what is wrong with waivers. */
  readonly changes: readonly HeldChange[];
  readonly waived: number;
}

/**
 * @param today `2027-06-30`
 * @param options.isComplete whether every earlier release was compared: only then can a waiver be known to be unused
 */
export const applyWaivers = (
  changes: readonly HeldChange[],
  { waivers, problems }: WaiverFile,
  { today, isComplete }: { readonly today: string; readonly isComplete: boolean },
): Waived => {
  const left: HeldChange[] = [];
  const used = new Set<Waiver>();
  for (const change of changes) {
    const mayBeWaived = failsGate(change) || change.effect === 'warning';
    const fitting = mayBeWaived ? waivers.filter((waiver) => fits(waiver, change)) : [];
    for (const waiver of fitting) used.add(waiver);
    if (!fitting.some(({ expires }) => today <= expires)) left.push(change);
  }
  const expired = waivers
    .filter((waiver) => used.has(waiver) && waiver.expires < today)
    .map((waiver) =>
      problem(
        'WAIVER_EXPIRED',
        waiver.range,
        `This waiver of ${waiver.rule} held until ${waiver.expires}; ${waiver.owner} decides what becomes of it.`,
        'mend the contract, or give it a new date and reason',
      ),
    );
  const unused = (isComplete ? waivers : [])
    .filter((waiver) => !used.has(waiver))
    .map((waiver) => problem('WAIVER_UNUSED', waiver.range, whyUnused(waiver, changes), 'delete it'));
  return {
    changes: [...left, ...[...problems, ...expired, ...unused].map(asHeld)],
    waived: changes.length - left.length,
  };
};

const fits = (waiver: Waiver, { rule, fragments }: HeldChange): boolean =>
  waiver.rule === rule &&
  waiver.pointer === fragments.pointer &&
  waiver.previous === fragments.previous &&
  waiver.current === fragments.current;

const whyUnused = ({ rule, pointer, previous, current }: Waiver, changes: readonly HeldChange[]): string => {
  const near = changes.find((change) => change.rule === rule && change.fragments.pointer === pointer);
  if (near === undefined) return `Nothing is found that this waiver of ${rule} at ${pointer} would let through.`;
  const parts = [
    ...(near.fragments.previous === previous ? [] : [`previous is ${near.fragments.previous} now`]),
    ...(near.fragments.current === current ? [] : [`current is ${near.fragments.current} now`]),
  ];
  return `What this waiver of ${rule} let through has changed since: ${parts.join(', ')}.`;
};

/** Somebody has to do something about each, so all of them fail the gate. */
const problem = (rule: string, range: SourceRange, message: string, fix?: string): Change => ({
  rule,
  file: range.file,
  line: range.line,
  column: range.column,
  ...(range.endLine === range.line ? { endColumn: range.endColumn } : {}),
  pointer: range.pointer,
  message,
  ...(fix === undefined ? {} : { fix }),
  effect: 'breaking',
  direction: undefined,
  previous: undefined,
  channel: undefined,
  messageName: undefined,
  operation: undefined,
  witness: undefined,
  consequence: undefined,
});

const asHeld = (change: Change): HeldChange => ({
  ...change,
  releases: [],
  alsoIn: [],
  fragments: { pointer: change.pointer, previous: '', current: '' },
});

/** The entry for `waivers.yaml`; reason and owner are for a person to fill in. */
export const waiverText = ({ rule, fragments }: HeldChange, expires: string): string =>
  [
    `- rule: ${rule}`,
    `  pointer: ${JSON.stringify(fragments.pointer)}`,
    `  previous: ${fragments.previous}`,
    `  current: ${fragments.current}`,
    `  reason: # why it may pass`,
    `  owner: # who decides again`,
    `  expires: ${expires}`,
    '',
  ].join('\n');
