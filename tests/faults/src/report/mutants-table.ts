/** Mutant × what noticed it, for a reader and for docs/guarantees.md. */
import type { MutantResult } from '../mutants/run-mutants.js';

const headings = ['mutant', 'what is wrong with it', 'under', 'noticed as', 'seed', 'runs'];

export const mutantsTable = (results: readonly MutantResult[]): string => {
  const rows = results.map(({ mutant, purpose, fault, caught, seedsTried }) => [
    mutant,
    purpose,
    fault,
    caught?.properties ?? 'NOT NOTICED',
    caught ? String(caught.seed) : '',
    String(seedsTried),
  ]);
  const lines = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(headings), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
};
