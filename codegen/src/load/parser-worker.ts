/** A thread that runs AsyncAPI's parser, which keeps a processor busy for longer than everything else takes. */
import { parentPort } from 'node:worker_threads';
import { parserDiagnostics } from './parser-diagnostics.js';
import type { Answer, Question } from './parser-workers.js';

parentPort?.on('message', ({ id, documents, readable }: Question) => {
  void answer(documents, readable).then(
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    (findings) => parentPort?.postMessage({ id, findings } satisfies Answer),
    (error: unknown) => {
      // Thrown in the thread it ends it, which whoever asked is told.
      throw error;
    },
  );
});

const answer = async (
  documents: Question['documents'],
  readable: Question['readable'],
): Promise<Answer['findings']> => {
  const findings = [];
  for (const document of documents) findings.push(await parserDiagnostics(document, readable));
  return findings;
};
