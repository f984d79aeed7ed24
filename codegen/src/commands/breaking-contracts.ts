/** `streampact breaking` without `--pairs`: today's contracts against the releases that still matter. */
import { appendFile, readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import {
  applyWaivers,
  checkCompatibilities,
  failsGate,
  type HeldChange,
  holdChanges,
} from '../breaking/policy/index.js';
import { checkDeployed, readWaivers, settingsIn, type WaiverFile, waiverText } from '../breaking/policy/index.js';
import { reportChanges } from '../breaking/report-changes.js';
import { loadContracts } from '../load/load-contracts.js';
import { waiversFileName } from '../load/settings-files.js';
import type { CompatibilityMode } from '../model/compatibility.js';
import type { Profile } from '../model/contract.js';
import type { ReportFormat } from '../report/report.js';
import { ContractsInvalidError } from '../releases/contracts-invalid.js';
import { earlierReleases } from '../releases/earlier-releases.js';
import type { Release } from '../releases/release.js';
import { breakingSummary } from './breaking-summary.js';

export interface BreakingOptions {
  /** A folder of documents, or one. */
  readonly input: string;
  readonly profile: Profile;
  /** @default `baseline` in the folder of the contracts */
  readonly baseline?: string;
  readonly against: readonly string[];
  readonly policy?: CompatibilityMode;
  /** Compatible changes, too. */
  readonly all: boolean;
  readonly suggestWaivers: boolean;
  readonly format: ReportFormat;
  /** @default today */
  readonly now?: Date;
}

/** What there is to say of today's contracts, before anything is printed. */
export interface Assessment {
  readonly current: Release;
  /** Sorted by nothing; compatible changes included. */
  readonly changes: readonly HeldChange[];
  readonly waived: number;
  readonly compared: readonly Release[];
  readonly suggestions: ReturnType<typeof holdChanges>['suggestions'];
  /** Text of any file that a change stands in. */
  readonly sourceOf: (file: string) => string | undefined;
}

/** @throws an error with a code for everything that keeps contracts from being compared */
export const assess = async (
  options: Pick<BreakingOptions, 'input' | 'profile' | 'baseline' | 'against' | 'policy'> & { readonly now: Date },
): Promise<Assessment> => {
  const { input, profile, against, now } = options;
  const { contracts, findings } = await loadContracts(input, { profile });
  if (findings.some(({ severity }) => severity === 'error'))
    throw new ContractsInvalidError(input, findings, contracts);
  checkCompatibilities(contracts);
  const settings = await settingsIn(contracts.folder);
  const { baselines, named } = await earlierReleases(contracts.folder, {
    baseline: options.baseline,
    against,
    profile,
  });
  checkDeployed(
    contracts.folder,
    settings,
    baselines.map(({ name }) => name),
  );
  const current: Release = { name: 'current', contracts };
  const held = holdChanges({ current, baselines, named, settings, mode: options.policy, now });
  const waivers = await waiversIn(contracts.folder);
  const today = now.toISOString().slice(0, 10);
  const isComplete = named.length === 0 || baselines.length === 0;
  const { changes, waived } = applyWaivers(held.changes, waivers, { today, isComplete });
  const files = [...[current, ...baselines, ...named].flatMap((release) => release.contracts.files), waivers.source];
  const texts = new Map(files.map(({ file, text }) => [file, text]));
  const sourceOf = (file: string): string | undefined => texts.get(file);
  return { current, changes, waived, compared: held.compared, suggestions: held.suggestions, sourceOf };
};

/** Days that a suggested waiver holds. */
const waiverDays = 90;

/** @returns the exit code: 1 if anything breaks or is not known. @throws as `assess` */
export const breakingContracts = async (options: BreakingOptions): Promise<0 | 1> => {
  const startedAt = performance.now();
  const { format, all, now = new Date() } = options;
  const assessment = await assess({ ...options, now });
  const { changes, sourceOf } = assessment;
  const shown = changes.filter((change) => all || change.effect !== 'compatible');
  const text = reportChanges(shown, { format: 'text', sourceOf, isColoured: false });
  const summary = breakingSummary(assessment, options, Math.round(performance.now() - startedAt));
  process.stdout.write(reportChanges(shown, { format, sourceOf }));
  if (process.env['GITHUB_ACTIONS'] === 'true' && (format === 'text' || format === 'github')) {
    // Pull requests show annotations; the log and the summary of the job show each with its event.
    process.stdout.write(format === 'text' ? reportChanges(shown, { format: 'github', sourceOf }) : `\n${text}`);
    await writeStepSummary(text, summary);
  }
  if (options.suggestWaivers && format === 'text') {
    const expires = new Date(now.getTime() + waiverDays * 86_400_000).toISOString().slice(0, 10);
    const entries = changes.filter(failsGate).filter(({ releases }) => releases.length > 0);
    if (entries.length > 0) {
      process.stdout.write(`\nEntries for ${posix.join(assessment.current.contracts.folder, waiversFileName)}:\n\n`);
      process.stdout.write([...new Set(entries.map((change) => waiverText(change, expires)))].join(''));
    }
  }
  process.stderr.write(`${shown.length > 0 && format === 'text' ? '\n' : ''}${summary}`);
  return changes.some(failsGate) ? 1 : 0;
};

const waiversIn = async (folder: string): Promise<WaiverFile> => {
  const file = posix.join(folder, waiversFileName);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined
    ? { source: { file, text: '', root: undefined }, waivers: [], problems: [] }
    : readWaivers(file, text);
};

/** GitHub drops a summary of more than 1 MiB; a letter may take three bytes. */
const summaryLettersMax = 300_000;

/** GitHub gives the name of a file in which a job writes what its page shows. */
const writeStepSummary = async (text: string, summary: string): Promise<void> => {
  const file = process.env['GITHUB_STEP_SUMMARY'];
  if (file === undefined || file === '') return;
  const shown =
    text.length > summaryLettersMax ? `${text.slice(0, summaryLettersMax)}\n… the rest is in the log\n` : text;
  const list = text === '' ? '' : `\n\`\`\`\`text\n${shown}\`\`\`\`\n`;
  await appendFile(file, `### Contracts\n${list}\n${summary}`);
};
