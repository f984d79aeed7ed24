/** How long does generation take, against AsyncAPI's parser alone and modelina, on the same documents? */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { syntheticContracts } from '@streampact/codegen';
import { median, numberText, type Report, type ReportRow } from './report.js';

const run = promisify(execFile);

const streampact = fileURLToPath(new URL('../../codegen/dist/main.js', import.meta.url));
const rivals = fileURLToPath(new URL('codegen-rivals.js', import.meta.url));

/** Messages in all, and rounds: the large ones take minutes. */
const sizes = [
  { messages: 10, rounds: 3 },
  { messages: 100, rounds: 3 },
  { messages: 1_000, rounds: 1 },
];
const watchDeadlineMs = 300_000;

export const codegenBench = async (): Promise<Report> => {
  const rows: ReportRow[] = [];
  const answers: string[] = [];
  for (const { messages, rounds } of sizes) {
    for (const perDocument of messages > 20 ? [messages, 20] : [messages]) {
      const layout = `${numberText(messages)} messages, ${perDocument === messages ? 'one document' : `${perDocument} a document`}`;
      const measured: Measured[] = [];
      for (let round = 0; round < rounds; round++) {
        // Large ones take minutes, and whoever waits wants to know for what.
        process.stderr.write(`${layout}: round ${round + 1} of ${rounds}\n`);
        measured.push(await measure({ messages, perDocument }));
      }
      const of = (name: keyof Measured): number[] => measured.map((one) => one[name] / 1_000);
      for (const name of names) rows.push({ name: `${layout}: ${name}`, values: of(name), unit: 's' });
      const ratio = (name: keyof Measured, to: keyof Measured): string => numberText(median(of(name)) / median(of(to)));
      answers.push(
        `${layout}: cold / parser = ${ratio('cold', 'parser')}, cold / modelina = ${ratio('cold', 'modelina')}, ` +
          `no-op / cold = ${ratio('no-op', 'cold')}, watch / cold = ${ratio('watch', 'cold')}`,
      );
    }
  }
  return {
    question: 'How long does generation take, against AsyncAPI’s parser alone and modelina, on the same documents?',
    settings: {
      cold: 'streampact generate, all targets, into an empty folder, in a process of its own',
      'no-op': 'the same again, nothing changed',
      watch:
        'from saving one document to its new messages.ts, in a process that watches and has followed a save before',
      parser: '@asyncapi/parser alone, every document, in a process of its own',
      modelina: 'its TypeScript generator on every document, nothing written, in a process of its own',
    },
    rows,
    answer: [
      ...answers,
      'expected at 1,000 messages: cold at most 2.5 times the parser and quicker than modelina, no-op and watch at most 0.3 of cold',
    ].join('\n'),
  };
};

const names = ['cold', 'no-op', 'watch', 'parser', 'modelina'] as const;
type Measured = Readonly<Record<(typeof names)[number], number>>;

const measure = async (size: { readonly messages: number; readonly perDocument: number }): Promise<Measured> => {
  const folder = await mkdtemp(join(tmpdir(), 'streampact-codegen-'));
  try {
    const input = join(folder, 'asyncapi');
    const files = Object.entries(syntheticContracts(size));
    for (const [name, text] of files) {
      await mkdir(dirname(join(input, name)), { recursive: true });
      await writeFile(join(input, name), text);
    }
    const generate = [streampact, 'generate', '--input', input, '--output', join(folder, 'generated')];
    const [document = '', text = ''] = files[0] ?? [];
    return {
      parser: await timed(async () => run(process.execPath, [rivals, 'parser', input])),
      modelina: await timed(async () => run(process.execPath, [rivals, 'modelina', input])),
      cold: await timed(async () => run(process.execPath, generate)),
      'no-op': await timed(async () => run(process.execPath, generate)),
      watch: await savedToWritten(generate, {
        saved: join(input, document),
        text,
        written: join(folder, 'generated', document.replace('.yaml', ''), 'messages.ts'),
      }),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
};

/** Milliseconds from the second save of a document until its messages are written; the first finds an empty memory. */
const savedToWritten = async (
  generate: readonly string[],
  { saved, text, written }: { readonly saved: string; readonly text: string; readonly written: string },
): Promise<number> => {
  const watching = spawn(process.execPath, [...generate, '--watch'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await firstRun(watching);
    let elapsedMs = 0;
    for (const word of ['first', 'second']) {
      const startedAt = performance.now();
      await writeFile(saved, text.replace('What it happened to.', `What it happened to, as of the ${word} save.`));
      await hasText(written, `${word} save`);
      elapsedMs = performance.now() - startedAt;
    }
    return elapsedMs;
  } finally {
    const ended = once(watching, 'exit');
    watching.kill('SIGTERM');
    await ended;
  }
};

const hasText = async (file: string, text: string): Promise<void> => {
  const startedAt = performance.now();
  while (!(await readFile(file, 'utf8').catch(() => '')).includes(text)) {
    if (performance.now() - startedAt > watchDeadlineMs) throw new Error(`${file} does not get "${text}".`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

/** Its first line of output says that all is as it should be. */
const firstRun = async (watching: ChildProcess): Promise<void> => {
  if (watching.stdout === null) throw new Error('The process that watches has no output.');
  await Promise.race([once(watching.stdout, 'data'), once(watching, 'exit').then(() => fail())]);
};

const fail = (): never => {
  throw new Error('The process that watches has ended.');
};
