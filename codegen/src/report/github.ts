/**
 * Findings as workflow commands: GitHub shows each at its line of a pull request.
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
import type { Finding } from './finding.js';

export const findingsAsGithub = (findings: readonly Finding[]): string => findings.map(command).join('');

const command = (finding: Finding): string => {
  const fields = {
    file: finding.file,
    line: finding.line,
    col: finding.column,
    // GitHub's end column is the last character itself, ours the one after it.
    ...(finding.endColumn === undefined ? {} : { endColumn: Math.max(finding.column, finding.endColumn - 1) }),
    title: finding.rule,
  };
  const written = Object.entries(fields).map(([name, value]) => `${name}=${property(String(value))}`);
  const message = finding.fix === undefined ? finding.message : `${finding.message} Fix: ${finding.fix}`;
  return `::${finding.severity} ${written.join(',')}::${data(message)}\n`;
};

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
