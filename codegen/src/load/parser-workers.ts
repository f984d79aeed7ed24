/** Threads that ask AsyncAPI's parser while this one goes on. They are started when first needed and stay for the next time. */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Finding } from '../report/finding.js';
import { parserDiagnostics, type ReadableFiles } from './parser-diagnostics.js';

export interface Question {
  readonly id: number;
  readonly documents: readonly string[];
  readonly readable: ReadableFiles;
}

export interface Answer {
  readonly id: number;
  /** One list a document. */
  readonly findings: readonly (readonly Finding[])[];
}

/** Each needs about 300 MB for a large document, and one processor is ours. */
const workersMax = 4;

let workers: Worker[] = [];
let lastId = 0;

/** @returns the findings of each document, in their order */
export const askParser = async (
  documents: readonly string[],
  readable: ReadableFiles,
): Promise<readonly (readonly Finding[])[]> => {
  // A thread runs what was compiled; tests run the sources.
  if (!import.meta.url.endsWith('.js')) {
    const findings = [];
    for (const document of documents) findings.push(await parserDiagnostics(document, readable));
    return findings;
  }
  const count = Math.max(1, Math.min(workersMax, availableParallelism() - 1, documents.length));
  while (workers.length < count) workers.push(new Worker(new URL('parser-worker.js', import.meta.url)));
  const shares = workers.slice(0, count).map((worker, first) => ({
    worker,
    own: documents.filter((_document, index) => index % count === first),
  }));
  const answers = await Promise.all(shares.map(({ worker, own }) => ask(worker, own, readable)));
  return documents.map((_document, index) => answers[index % count]?.[Math.floor(index / count)] ?? []);
};

/** Whoever has found an error of its own does not wait for the parser. */
export const dismissParser = async (): Promise<void> => {
  const dismissed = workers;
  workers = [];
  await Promise.all(dismissed.map((worker) => worker.terminate()));
};

const ask = async (
  worker: Worker,
  documents: readonly string[],
  readable: ReadableFiles,
): Promise<Answer['findings']> => {
  lastId += 1;
  const id = lastId;
  // Waiting for an answer keeps the process alive; having a thread does not.
  worker.ref();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  worker.postMessage({ id, documents, readable } satisfies Question);
  const answer = await answerTo(id, worker);
  worker.unref();
  return answer.findings;
};

const answerTo = async (id: number, worker: Worker): Promise<Answer> => {
  const stop = new AbortController();
  // The process ends quietly if a thread does while nobody listens.
  const ended = once(worker, 'exit', { signal: stop.signal }).then(() => {
    throw new ParserDismissedError();
  });
  ended.catch(() => undefined);
  try {
    for (;;) {
      // Only our worker posts, and only answers.
      const [answer] = (await Promise.race([once(worker, 'message', { signal: stop.signal }), ended])) as [Answer];
      if (answer.id === id) return answer;
    }
  } finally {
    stop.abort();
  }
};

/** The thread was ended before it answered. */
export class ParserDismissedError extends Error {}
