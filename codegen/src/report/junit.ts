/**
 * Findings as JUnit XML, which CI systems show beside test results: a suite for each file, a failed case for each finding.
 * Without findings one passed case is left, because several systems take a report without cases for a broken one.
 */
import type { Finding } from './finding.js';

export const findingsAsJunit = (findings: readonly Finding[]): string => {
  const files = [...new Set(findings.map(({ file }) => file))];
  const suites = files.map((file) =>
    suite(
      file,
      findings.filter((finding) => finding.file === file),
    ),
  );
  const clean =
    '  <testsuite name="contracts" tests="1" failures="0">\n    <testcase name="no findings"/>\n  </testsuite>\n';
  const counts = `tests="${Math.max(findings.length, 1)}" failures="${failuresIn(findings)}"`;
  const body = suites.length === 0 ? clean : suites.join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="streampact" ${counts}>\n${body}</testsuites>\n`;
};

/** Warnings are shown, and fail nothing: the exit code of the command does not count them either. */
const failuresIn = (findings: readonly Finding[]): number =>
  findings.filter(({ severity }) => severity === 'error').length;

const suite = (file: string, findings: readonly Finding[]): string =>
  [
    `  <testsuite name="${escaped(file)}" tests="${findings.length}" failures="${failuresIn(findings)}">\n`,
    ...findings.map(testcase),
    '  </testsuite>\n',
  ].join('');

const testcase = ({ rule, severity, file, line, column, message, fix }: Finding): string => {
  const name = `${rule} ${line}:${column}`;
  const body = escaped(
    `${file}:${line}:${column}: ${severity} ${rule}: ${message}${fix === undefined ? '' : `\n${fix}`}`,
  );
  const result =
    severity === 'error'
      ? `<failure type="${escaped(rule)}" message="${escaped(message)}">${body}</failure>`
      : `<system-out>${body}</system-out>`;
  return `    <testcase classname="${escaped(file)}" name="${escaped(name)}" file="${escaped(file)}" line="${line}">${result}</testcase>\n`;
};

/** XML 1.0 has no way at all to write most control characters. */
// oxlint-disable-next-line no-control-regex
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

const escaped = (text: string): string =>
  text.replaceAll(unwritable, '\ufffd').replaceAll(/[&<>"\n]/g, (letter) => entities[letter] ?? letter);
