/** The result of many runs: fault × runs × violations × time to drain, with the seeds that repeat a violation. */
import type { RunResult } from '../run/run-fault.js';

export interface FaultSummary {
  readonly fault: string;
  readonly runs: number;
  readonly violations: number;
  /** Of the runs with violations. */
  readonly seeds: readonly number[];
  readonly drainMedianMs: number | undefined;
  readonly drainMaxMs: number | undefined;
  readonly commits: number;
  readonly effects: number;
}

export const summarise = (results: readonly RunResult[]): readonly FaultSummary[] =>
  [...new Set(results.map(({ fault }) => fault))].map((fault) => {
    const runs = results.filter((result) => result.fault === fault);
    const drains = runs.flatMap(({ drainMs }) => drainMs ?? []).toSorted((left, right) => left - right);
    return {
      fault,
      runs: runs.length,
      violations: sum(runs.map(({ violations }) => violations.length)),
      seeds: runs.filter(({ violations }) => violations.length > 0).map(({ seed }) => seed),
      drainMedianMs: drains[Math.floor(drains.length / 2)],
      drainMaxMs: drains.at(-1),
      commits: sum(runs.map(({ counts }) => counts.commits)),
      effects: sum(runs.map(({ counts }) => counts.effects)),
    };
  });

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const headings = ['fault', 'runs', 'events', 'effects', 'violations', 'drained, median', 'drained, at most', 'seeds'];

/** In Markdown, so that it can be put into docs/guarantees.md as it is. */
export const table = (summaries: readonly FaultSummary[]): string => {
  const rows = summaries.map((row) => [
    row.fault,
    number(row.runs),
    number(row.commits),
    number(row.effects),
    number(row.violations),
    time(row.drainMedianMs),
    time(row.drainMaxMs),
    row.seeds.join(' '),
  ]);
  const total = [
    'all',
    number(sum(summaries.map(({ runs }) => runs))),
    number(sum(summaries.map(({ commits }) => commits))),
    number(sum(summaries.map(({ effects }) => effects))),
    number(sum(summaries.map(({ violations }) => violations))),
    '',
    time(Math.max(...summaries.map(({ drainMaxMs }) => drainMaxMs ?? 0))),
    '',
  ];
  const lines = [headings, ...rows, total];
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const isText = (column: number): boolean => column === 0 || column === headings.length - 1;
  const padded = (text: string, column: number): string =>
    isText(column) ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  const line = (cells: readonly string[]): string => `| ${cells.map(padded).join(' | ')} |`;
  const rule = widths.map((width, column) => (isText(column) ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(headings), line(rule), ...[...rows, total].map(line)].join('\n');
};

const number = (value: number): string => value.toLocaleString('en-US');
const time = (ms: number | undefined): string => (ms === undefined ? '' : `${number(ms)} ms`);
