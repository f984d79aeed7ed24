/** Which changes waivers let through, and which waivers are of no use any more. */
import type { Change } from '../change.js';
import { failsGate, type HeldChange } from './held-change.js';
import { type Waiver, type WaiverFile, waiverFinding } from './read-waivers.js';

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
      waiverFinding(
        'WAIVER_EXPIRED',
        waiver.range,
        `This waiver of ${waiver.rule} held until ${waiver.expires}; ${waiver.owner} decides what becomes of it.`,
        'mend the contract, or give it a new date and reason',
      ),
    );
  const unused = (isComplete ? waivers : [])
    .filter((waiver) => !used.has(waiver))
    .map((waiver) => waiverFinding('WAIVER_UNUSED', waiver.range, whyUnused(waiver, changes), 'delete it'));
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
