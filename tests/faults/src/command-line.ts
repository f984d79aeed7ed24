/** What `npm run test:faults -- …` may say. */
import { parseArgs } from 'node:util';
import { faults, shortSet } from './faults/index.js';
import { mutants } from './mutants/index.js';

export interface CommandLine {
  readonly kind: 'run';
  readonly faults: readonly string[];
  readonly runs: number;
  readonly seed: number;
  readonly isJson: boolean;
  /** Logs and histories of every run, not only of those with violations. */
  readonly isKept: boolean;
}

/** Negative controls instead of runs. */
export interface MutantsCommand {
  readonly kind: 'mutants';
  /** Undefined: all. */
  readonly only: readonly string[] | undefined;
  readonly seed: number;
  readonly isJson: boolean;
}

export type Command =
  | CommandLine
  | MutantsCommand
  | { readonly kind: 'help' }
  | { readonly kind: 'list' }
  | { readonly kind: 'mistake'; readonly sentence: string };

export const usage = `npm run test:faults -- [--runs N] [--only <fault>[,<fault>…] | --short] [--seed S] [--json] [--keep] [--list]

Breaks a running system in every way that --list shows, and checks from recorded histories that no event was lost,
doubled or applied out of order. Exit code 0: no violation; 1: violations; 2: could not run.

  --runs N    that many runs, the faults in turn           (without it: each fault once)
  --only F    only these faults, separated by commas
  --short     only one fault of each kind
  --seed S    of the first run; each further run adds 1    (default 1)
  --json      the result as JSON on standard output, progress on standard error
  --keep      logs and history of every run, not only of those with violations
  --list      the faults
  --mutants   breaks a promise of the runtime on purpose, one after the other, and shows that each is noticed;
              with --only <mutant>[,…], --seed and --json

Examples:
  npm run test:faults -- --runs 1000
  npm run test:faults -- --seed 4711 --only redis-flushall
`;

export const parseCommandLine = (args: readonly string[]): Command => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        runs: { type: 'string' },
        only: { type: 'string' },
        short: { type: 'boolean' },
        seed: { type: 'string' },
        json: { type: 'boolean' },
        keep: { type: 'boolean' },
        list: { type: 'boolean' },
        mutants: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return { kind: 'help' };
    if (values.list) return { kind: 'list' };
    const seed = wholeNumber(values.seed ?? '1');
    if (seed === undefined) return mistake(`--seed takes a whole number, not "${values.seed ?? ''}".`);
    const isJson = values.json ?? false;
    if (values.mutants) return mutantsCommand(values.only?.split(','), { seed, isJson });
    const chosen = values.only?.split(',') ?? (values.short ? shortSet : faults.map(({ name }) => name));
    const unknown = chosen.find((name) => !faults.some((fault) => fault.name === name));
    if (unknown !== undefined) return mistake(`There is no fault "${unknown}". --list shows those there are.`);
    const runs = wholeNumber(values.runs ?? String(chosen.length));
    if (!runs) return mistake(`--runs takes a whole number from 1, not "${values.runs ?? ''}".`);
    return { kind: 'run', faults: chosen, runs, seed, isJson, isKept: values.keep ?? false };
  } catch (error) {
    return mistake(error instanceof Error ? error.message : String(error));
  }
};

const mutantsCommand = (
  only: readonly string[] | undefined,
  rest: { readonly seed: number; readonly isJson: boolean },
): Command => {
  const unknown = only?.find((name) => !mutants.some((mutant) => mutant.name === name));
  if (unknown === undefined) return { kind: 'mutants', only, ...rest };
  return mistake(`There is no mutant "${unknown}"; there are ${mutants.map(({ name }) => name).join(', ')}.`);
};

const mistake = (sentence: string): Command => ({ kind: 'mistake', sentence });

const wholeNumber = (text: string): number | undefined => (/^\d{1,9}$/.test(text) ? Number(text) : undefined);
