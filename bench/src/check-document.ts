/** How long it takes to check a large document with ten changes, against AsyncAPI's parser alone on the same document. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { compareContracts, loadContracts } from '@streampact/codegen';
import { changesCount, writeTwoReleases } from './changed-document.js';
import { median, numberText, type ReportRow } from './report.js';

const messages = 1_000;
const rounds = 3;

export interface CheckedDocument {
  readonly rows: readonly ReportRow[];
  readonly answer: string;
}

export const checkDocument = async (): Promise<CheckedDocument> => {
  const folder = await mkdtemp(join(tmpdir(), 'streampact-compat-'));
  try {
    const releases = await writeTwoReleases(folder, messages);
    const [checking, parsing]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      process.stderr.write(`document: round ${round + 1} of ${rounds}\n`);
      checking.push(await checkingMs(releases));
      parsing.push(await parsingMs(releases.current));
    }
    return {
      rows: [
        { name: 'one document: checking', values: checking, unit: 'ms' },
        { name: 'one document: @asyncapi/parser alone', values: parsing, unit: 'ms' },
      ],
      answer:
        `${numberText(messages)} messages in one document, ${changesCount} changes: ` +
        `checking / parser = ${numberText(median(checking) / median(parsing))}; expected at most 1`,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Of contracts that are read, both ways; nothing is remembered from the round before, because they are read anew. */
const checkingMs = async ({ previous, current }: { previous: string; current: string }): Promise<number> => {
  const [before, now] = [await loadContracts(previous), await loadContracts(current)];
  const startedAt = performance.now();
  const changes = compareContracts(
    { name: 'previous', contracts: before.contracts },
    { name: 'current', contracts: now.contracts },
    { directionsOf: () => new Set(['backward', 'forward'] as const), now: new Date('2026-11-27T12:00:00Z') },
  );
  const elapsedMs = performance.now() - startedAt;
  if (changes.length < changesCount) throw new Error(`Of ${changesCount} changes ${changes.length} were found.`);
  return elapsedMs;
};

/** In a process of its own, without the time that node and the parser take to start. */
const parsingMs = async (folder: string): Promise<number> => {
  const rivals = fileURLToPath(new URL('codegen-rivals.js', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [rivals, 'parser', folder]);
  const [, ms = ''] = stdout.trim().split(' ');
  return Number(ms);
};
