import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandLineOf } from './command-line.js';

const graceMs = 10_000;

/**
 * Stops a server that an earlier start left behind (starter and watchdog both killed), found by the pid file in its own
 * data folder. Only a process whose command line names that folder is touched; a stale file is removed.
 */
export const stopLeftover = async (fields: {
  pidFile: string;
  mark: string;
  signal: NodeJS.Signals;
}): Promise<number | undefined> => {
  const pid = pidIn(fields.pidFile);
  if (pid === undefined) return undefined;
  const isOurs = (): boolean => commandLineOf(pid)?.includes(fields.mark) ?? false;
  const wasRunning = isOurs();
  if (wasRunning) process.kill(pid, fields.signal);
  const deadline = Date.now() + graceMs;
  while (isOurs() && Date.now() < deadline) await sleep(50);
  if (isOurs()) process.kill(pid, 'SIGKILL');
  rmSync(fields.pidFile, { force: true });
  return wasRunning ? pid : undefined;
};

const pidIn = (file: string): number | undefined => {
  try {
    const pid = Number(readFileSync(file, 'utf8').split('\n', 1)[0]);
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
};
