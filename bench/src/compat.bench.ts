/** Do checkers of schema changes tell what breaks from what does not, on suites that others have labelled? */
import { fileURLToPath } from 'node:url';
import { type LabelledSuite, labelledSuites } from '@streampact/codegen';
import { checkDocument } from './check-document.js';
import { type Answer, type Check, compatCheckers } from './compat-rivals.js';
import { median, numberText, type Report } from './report.js';

const where = '../shared/data/compat';

/** @param asked names of checkers, if not all of them: some take minutes */
export const compatBench = async (asked: readonly string[] = process.argv.slice(3)): Promise<Report> => {
  const suites = await labelledSuites(fileURLToPath(new URL(`../../${where}`, import.meta.url)));
  if (suites === undefined) throw new Error(`There are no suites in ${where}.`);
  const checkers = await compatCheckers();
  const lines: string[][] = [];
  for (const suite of suites) {
    for (const [name, check] of checkers) {
      if (asked.length > 0 && !asked.includes(name)) continue;
      process.stderr.write(`${suite.name}: ${name} …\n`);
      lines.push([suite.name, name, ...cells(await scoreOf(suite, check))]);
    }
  }
  const document = asked.length > 0 ? undefined : await checkDocument();
  return {
    question: 'Do checkers of schema changes tell what breaks from what does not, on suites that others have labelled?',
    settings: {
      cases: suites.map(({ name, cases }) => `${cases.length} of ${name}`).join(', '),
      asked: 'is all that is valid under the old schema valid under the new one, both as declared',
      labels: 'of the suites; some are wrong, see tests/conformance/schema-containment.test.ts',
    },
    rows: document?.rows ?? [],
    answer: [table([['suite', 'checker', ...columns], ...lines]), '', document?.answer ?? ''].join('\n'),
  };
};

const columns = ['correct', 'false compatible', 'false breaking', 'undecided', 'error', 'median ms'];

interface Score {
  readonly answers: readonly { readonly answer: Answer; readonly isCompatible: boolean }[];
  readonly times: readonly number[];
}

const scoreOf = async ({ cases }: LabelledSuite, check: Check): Promise<Score> => {
  const answers: { readonly answer: Answer; readonly isCompatible: boolean }[] = [];
  const times: number[] = [];
  for (const pair of cases) {
    const startedAt = performance.now();
    const answer = await check(pair);
    times.push(performance.now() - startedAt);
    answers.push({ answer, isCompatible: pair.backward });
  }
  return { answers, times };
};

const cells = ({ answers, times }: Score): readonly string[] => {
  const count = (answer: Answer, isCompatible: boolean): number =>
    answers.filter((one) => one.answer === answer && one.isCompatible === isCompatible).length;
  const both = (answer: Answer): number => count(answer, true) + count(answer, false);
  const counts = [
    count('compatible', true) + count('breaking', false),
    count('compatible', false),
    count('breaking', true),
    both('undecided'),
    both('error'),
  ];
  return [...counts.map((one) => numberText(one)), numberText(median(times))];
};

/** Numbers stand right, so that they can be compared at a glance. */
const table = (lines: readonly (readonly string[])[]): string => {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n');
};
