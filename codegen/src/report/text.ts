/** Findings as a person reads them: place and message, the line before for orientation, the line, a caret and the fix. */
import { isatty } from 'node:tty';
import pc from 'picocolors';
import type { Finding } from './finding.js';

export interface TextOptions {
  /** Text of a contract file by its name; findings in other files are printed without their line. */
  readonly sourceOf: (file: string) => string | undefined;
  /** @default true where stdout and stderr are terminals, unless NO_COLOR is set; a CI system is none */
  readonly isColoured?: boolean;
}

/** One block a finding, separated by empty lines; `''` if there is none. The findings are printed in the order given. */
export const findingsAsText = (findings: readonly Finding[], options: TextOptions): string => {
  const colours = pc.createColors(options.isColoured ?? isOnTerminal());
  const blocks = findings.map((finding) => {
    const severity = finding.severity === 'error' ? colours.red('error') : colours.yellow('warning');
    const place = colours.bold(`${finding.file}:${finding.line}:${finding.column}:`);
    const headline = `${place} ${severity} ${finding.rule}: ${finding.message}`;
    return [headline, ...excerpt(finding, options.sourceOf(finding.file), colours)].map((line) => `${line}\n`).join('');
  });
  return blocks.join('\n');
};

/** Not what picocolors asks, which takes a CI system for a terminal. */
export const isOnTerminal = (): boolean =>
  isatty(1) && isatty(2) && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';

/** Letters shown of a line, so that a line of 10,000 does not flood the terminal. */
const lineLettersMax = 160;

/** The line, the one before it, and a caret under the place with the fix beside it; without the file only the fix. */
export const excerpt = (finding: Placed, source: string | undefined, colours: Colours): readonly string[] => {
  const lines = source?.split(/\r\n|\n/) ?? [];
  const line = lines[finding.line - 1];
  if (line === undefined) return finding.fix === undefined ? [] : [`  ${colours.green(finding.fix)}`];
  const width = String(finding.line).length + 2;
  const numbered = (number: number, text: string): string =>
    `${colours.dim(`${String(number).padStart(width)} |`)} ${text}`.trimEnd();
  const before = finding.line > 1 ? lines[finding.line - 2] : undefined;
  const view = viewOf(line, finding);
  return [
    ...(before === undefined || before.trim() === '' ? [] : [numbered(finding.line - 1, viewOf(before, finding).text)]),
    numbered(finding.line, view.text),
    `${' '.repeat(width)} ${colours.dim('|')} ${underline(view)}${fixText(finding, colours)}`.trimEnd(),
  ];
};

interface View {
  readonly text: string;
  /** Where the marked stretch begins and ends in `text`, from 0. */
  readonly start: number;
  readonly end: number;
}

/** The part of a line that holds the marked stretch; without an end the stretch is the rest of the line. */
const viewOf = (line: string, finding: Placed): View => {
  const first = Math.min(finding.column - 1, line.length);
  const past = Math.max((finding.endColumn ?? line.trimEnd().length + 1) - 1, first + 1);
  const cut = line.length > lineLettersMax ? Math.max(0, first - lineLettersMax / 4) : 0;
  const text = line.slice(cut, cut + lineLettersMax);
  return { text, start: first - cut, end: Math.max(first - cut + 1, Math.min(past - cut, text.length)) };
};

/** Tabs stay tabs, so that the caret stands under its letter whatever the width of a tab is. */
const underline = ({ text, start, end }: View): string =>
  text.slice(0, start).padEnd(start).replaceAll(/[^\t]/g, ' ') + '^'.repeat(end - start);

const fixText = (finding: Placed, colours: Colours): string =>
  finding.fix === undefined ? '' : `   ${colours.green(finding.fix)}`;

export type Placed = Pick<Finding, 'line' | 'column' | 'endColumn' | 'fix'>;

export type Colours = ReturnType<typeof pc.createColors>;
