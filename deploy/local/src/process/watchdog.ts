import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What the watchdog must stop, and remove, if this process dies without doing it. */
export interface Watched {
  readonly pid: number;
  /** Text of the server's command line that no other program has, e.g. its data folder. */
  readonly mark: string;
  readonly signal: NodeJS.Signals;
  /** Folder to delete afterwards. */
  readonly remove?: string;
}

const script = fileURLToPath(new URL('../../watchdog.mjs', import.meta.url));
let watchdog: ChildProcess | undefined;
const watched = new Set<number>();

/** Makes sure that the server does not outlive this process, even after `kill -9`. */
export const watch = ({ pid, mark, signal, remove }: Watched): void => {
  watchdog ??= startWatchdog();
  watched.add(pid);
  order(watchdog, { watch: pid, mark, signal, remove });
};

/** The server was stopped as it should be. With the last one the watchdog goes too; resolves when that is done. */
export const forget = async (pid: number): Promise<void> => {
  if (!watchdog || !watched.delete(pid)) return;
  order(watchdog, { forget: pid });
  if (watched.size > 0) return;
  const last = watchdog;
  watchdog = undefined;
  last.ref();
  const ended = once(last, 'exit');
  last.stdin?.end();
  await ended;
};

const order = (to: ChildProcess, line: object): void => {
  to.stdin?.write(`${JSON.stringify(line)}\n`);
};

/** In its own session (a Ctrl-C in the terminal must not reach it), and never a reason for this process to stay alive. */
const startWatchdog = (): ChildProcess => {
  const child = spawn(process.execPath, [script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.unref();
  child.stdin.on('error', () => undefined);
  // A pipe to a child is a socket; without this it keeps the event loop running.
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  return child;
};
