/** How a measurement is told: the question, the machine, the settings, the numbers, and the ratio that answers it. */
import { cpus, totalmem } from 'node:os';

export interface Report {
  readonly question: string;
  readonly settings: Readonly<Record<string, string | number>>;
  readonly rows: readonly ReportRow[];
  readonly answer: string;
}

export interface ReportRow {
  readonly name: string;
  /** One value a round. */
  readonly values: readonly number[];
  readonly unit: string;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** @param share – 0 to 1, e.g. 0.99 */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

export const printReport = (report: Report): void => {
  const lines = [
    report.question,
    '',
    `machine   ${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
    ...Object.entries(report.settings).map(([name, value]) => `${name.padEnd(9)} ${value}`),
    '',
    ...report.rows.map(rowText),
    '',
    report.answer,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
};

const rowText = ({ name, values, unit }: ReportRow): string => {
  const [low, middle, high] = [Math.min(...values), median(values), Math.max(...values)].map(numberText);
  return `${name.padEnd(46)} median ${middle} ${unit}  (${low} to ${high}, ${values.length} rounds)`;
};

export const numberText = (value: number | undefined): string =>
  value === undefined ? '?' : value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 2 : 0 });
