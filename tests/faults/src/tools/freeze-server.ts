/** A server that stands still as a whole, as a machine that sleeps: PostgreSQL is a process for each connection. */
import { execFileSync } from 'node:child_process';
import type { ServerHandle } from '@streampact/local';

/** @returns lets it go on; may be called twice */
export const freezeServer = (server: ServerHandle): (() => void) => {
  const { pid } = server;
  if (pid === undefined) throw new Error(`${server.name} does not run.`);
  // First the one that makes the others: no new one is missed.
  process.kill(pid, 'SIGSTOP');
  const frozen = [pid, ...childrenOf(pid)];
  for (const child of frozen.slice(1)) signal(child, 'SIGSTOP');
  let isFrozen = true;
  return () => {
    if (!isFrozen) return;
    isFrozen = false;
    for (const one of frozen.toReversed()) signal(one, 'SIGCONT');
  };
};

const childrenOf = (parent: number): readonly number[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid = 0, ppid]) => (ppid === parent ? [pid] : []));

/** It may have ended meanwhile. */
const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
};
