import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServerStartError, messageOf } from '../errors.js';
import { unprivileged } from './unprivileged.js';
import { forget, watch } from './watchdog.js';

/** How one server is run. The same on every restart, also the port. */
export interface ServerSpecification {
  readonly name: string;
  readonly from: string;
  readonly url: string;
  readonly port: number;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Run as "nobody" when started by root. */
  readonly isUnprivileged?: boolean;
  readonly logFile: string;
  /** Text of its command line that no other program has. */
  readonly mark: string;
  readonly stopSignal: NodeJS.Signals;
  /** Throws until the server answers. */
  readonly probe: () => Promise<void>;
  /** Folder to delete once it is stopped for good. */
  readonly removeWhenStopped?: string;
}

/** A server that this process started. In fault tests it can be killed and brought back on the same port and data. */
export interface ServerHandle {
  readonly name: string;
  readonly from: string;
  readonly url: string;
  readonly port: number;
  /** Of the running process; undefined between kill and restart. */
  readonly pid: number | undefined;
  /** Sends the signal and waits until the process is gone. @default SIGKILL */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Stops it if it runs, starts it on the same port and data, waits until it answers. */
  restart(): Promise<void>;
  /** Stops it in its own graceful way and removes what was throwaway. May be called twice. */
  stop(): Promise<void>;
  /** Calls back if it ends without having been asked to. */
  onUnexpectedEnd(listener: (lastLines: string) => void): void;
}

const readyMaxMs = 60_000;
const stopMaxMs = 15_000;
/** After a kill PostgreSQL refuses to start until its orphaned backends have noticed. */
const restartMaxMs = 20_000;

export const startServer = async (specification: ServerSpecification): Promise<ServerHandle> => {
  const server = new ServerProcess(specification);
  await server.start();
  return server;
};

class ServerProcess implements ServerHandle {
  readonly name: string;
  readonly from: string;
  readonly url: string;
  readonly port: number;
  readonly #specification: ServerSpecification;
  readonly #listeners: ((lastLines: string) => void)[] = [];
  #child: ChildProcess | undefined;
  #isEndExpected = false;
  #isStopped = false;

  constructor(specification: ServerSpecification) {
    this.#specification = specification;
    this.name = specification.name;
    this.from = specification.from;
    this.url = specification.url;
    this.port = specification.port;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async start(): Promise<void> {
    const { command, args, env, isUnprivileged, logFile, mark, stopSignal, removeWhenStopped } = this.#specification;
    const log = openSync(logFile, 'a');
    // Detached: Ctrl-C in a terminal goes to the whole group, and a database must outlive the services that use it.
    const child = spawn(command, args, {
      detached: true,
      stdio: ['ignore', log, log],
      env: env ?? process.env,
      ...(isUnprivileged ? unprivileged : {}),
    });
    closeSync(log);
    this.#isEndExpected = false;
    this.#child = child;
    child.once('exit', () => this.#ended(child));
    const { pid } = child;
    if (pid !== undefined) {
      watch({ pid, mark, signal: stopSignal, ...(removeWhenStopped ? { remove: removeWhenStopped } : {}) });
    }
    try {
      await this.#untilReady(child);
    } catch (error) {
      await this.kill();
      throw error;
    }
    child.unref();
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.#child;
    this.#isEndExpected = true;
    if (!child) return;
    const { pid } = child;
    await endOf(child, signal);
    this.#child = undefined;
    if (pid !== undefined) await forget(pid);
  }

  async restart(): Promise<void> {
    await this.kill(this.#specification.stopSignal);
    const deadline = Date.now() + restartMaxMs;
    while (!this.#isStopped) {
      try {
        return await this.start();
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await sleep(100);
      }
    }
  }

  async stop(): Promise<void> {
    this.#isStopped = true; // a restart that is under way gives up
    await this.kill(this.#specification.stopSignal);
    const folder = this.#specification.removeWhenStopped;
    if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  onUnexpectedEnd(listener: (lastLines: string) => void): void {
    this.#listeners.push(listener);
  }

  #ended(child: ChildProcess): void {
    if (this.#child === child) this.#child = undefined;
    if (this.#isEndExpected) return;
    for (const listener of this.#listeners) listener(lastLines(this.#specification.logFile));
  }

  async #untilReady(child: ChildProcess): Promise<void> {
    const { name, command, logFile, probe } = this.#specification;
    let failure: string | undefined;
    child.once('error', (error) => (failure = `cannot run ${command}: ${error.message}`));
    child.once('exit', (code, signal) => (failure ??= `ended at once (${signal ?? `exit code ${String(code)}`})`));
    this.#isEndExpected = true; // an end before it is ready is this method's to report
    const deadline = Date.now() + readyMaxMs;
    for (let waitMs = 10; ; waitMs = Math.min(waitMs * 1.5, 250)) {
      await sleep(waitMs);
      if (failure) throw new ServerStartError(`${name} ${failure}. Its last lines:\n${lastLines(logFile)}`);
      try {
        await probe();
        this.#isEndExpected = false;
        return;
      } catch (error) {
        if (Date.now() < deadline) continue;
        const seconds = String(readyMaxMs / 1000);
        throw new ServerStartError(
          `${name} did not answer within ${seconds} s (${messageOf(error)}). Its last lines:\n${lastLines(logFile)}`,
          { cause: error },
        );
      }
    }
  }
}

const endOf = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.ref();
  child.kill(signal);
  const tooLong = setTimeout(() => child.kill('SIGKILL'), stopMaxMs);
  await ended;
  clearTimeout(tooLong);
};

export const lastLines = (file: string, count = 12): string => {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
  } catch {
    return '(no log)';
  }
};
