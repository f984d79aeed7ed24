import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync, writeFileSync, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServerStartError } from '../errors.js';
import { stopLeftover } from '../process/leftover.js';
import { lastLines } from '../process/server-process.js';
import { forget, watch } from '../process/watchdog.js';
import { notableIn, repeatFilter, showNotable } from './log-lines.js';
import type { ServiceName } from './service-names.js';

export interface ServiceSpecification {
  readonly name: ServiceName;
  /** Compiled `main.js`. */
  readonly main: string;
  readonly env: NodeJS.ProcessEnv;
  readonly url: string;
  readonly logFile: string;
}

const readyMaxMs = 60_000;
/** A service may finish what it holds (DESIGN 4.6); past this it is killed. */
const stopMaxMs = 20_000;

/** One service as a child process: its log goes to a file, warnings and errors also to the terminal. */
export class ServiceProcess {
  readonly #specification: ServiceSpecification;
  readonly #log: WriteStream;
  readonly #say: (line: string) => void;
  readonly #onDeath: (sentence: string) => void;
  #child: ChildProcess | undefined;
  #isStopping = false;

  constructor(
    specification: ServiceSpecification,
    tell: { say: (line: string) => void; onDeath: (sentence: string) => void },
  ) {
    this.#specification = specification;
    this.#say = tell.say;
    this.#onDeath = tell.onDeath;
    this.#log = newLog(specification.logFile);
  }

  /** Stops the process that an earlier start left behind, if its starter and its watchdog were both killed. */
  static async stopLeftover(specification: Pick<ServiceSpecification, 'main' | 'logFile'>): Promise<void> {
    await stopLeftover({ pidFile: pidFileOf(specification), mark: specification.main, signal: 'SIGTERM' });
  }

  start(): void {
    const { main, env, name } = this.#specification;
    if (!existsSync(main)) throw new ServerStartError(`${main} is missing. Compile first: npm run build`);
    // Detached, so that Ctrl-C reaches only the starter, which then stops everything in the right order.
    const child = spawn(process.execPath, ['--enable-source-maps', main], {
      detached: true,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#isStopping = false;
    if (child.pid !== undefined) {
      watch({ pid: child.pid, mark: main, signal: 'SIGTERM' });
      writeFileSync(pidFileOf(this.#specification), `${String(child.pid)}\n`);
    }
    const isNew = repeatFilter();
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        this.#log.write(`${line}\n`);
        const notable = notableIn(line);
        if (notable && isNew(notable.sentence)) this.#say(showNotable(name, notable));
      });
    }
    // "close" and not "exit": by then its last lines have been read.
    child.once('close', (code, signal) => this.#ended(child, signal ?? `exit code ${String(code)}`));
  }

  /** Resolves once /health/ready says 200; until then its dependencies or migrations are not done. */
  async ready(): Promise<void> {
    const { name, url, logFile } = this.#specification;
    const deadline = Date.now() + readyMaxMs;
    let last = 'no answer';
    while (Date.now() < deadline) {
      if (!this.#child) throw new ServerStartError(`${name} ended before it was ready.`);
      try {
        const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) });
        if (response.ok) return;
        last = `${String(response.status)} ${await response.text()}`;
      } catch {
        // Not listening yet.
      }
      await sleep(50);
    }
    throw new ServerStartError(
      `${name} was not ready within ${String(readyMaxMs / 1000)} s; ${url}/health/ready said: ${last}. Its log: ${logFile}`,
    );
  }

  /** With the code as it is compiled now. */
  async restart(): Promise<void> {
    await this.stop();
    this.start();
    await this.ready();
  }

  /** SIGTERM, and SIGKILL if that takes too long. */
  async stop(): Promise<void> {
    const child = this.#child;
    this.#isStopping = true;
    if (!child) return;
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGTERM');
    const tooLong = setTimeout(() => {
      this.#say(`${this.#specification.name} did not stop within ${String(stopMaxMs / 1000)} s and is killed.`);
      child.kill('SIGKILL');
    }, stopMaxMs);
    await ended;
    clearTimeout(tooLong);
  }

  /** For the impatient: a second Ctrl-C. */
  kill(): void {
    this.#isStopping = true;
    this.#child?.kill('SIGKILL');
  }

  #ended(child: ChildProcess, how: string): void {
    if (child.pid !== undefined) void forget(child.pid);
    rmSync(pidFileOf(this.#specification), { force: true });
    this.#child = undefined;
    if (this.#isStopping) return;
    const { name, logFile } = this.#specification;
    this.#log.write('', () =>
      this.#onDeath(
        `${name} ended by itself (${how}). Its last lines:\n${lastLines(logFile)}\nThe whole log: ${logFile}`,
      ),
    );
  }
}

const pidFileOf = ({ logFile }: Pick<ServiceSpecification, 'logFile'>): string => logFile.replace(/\.log$/, '.pid');

/** Each start has a log of its own; the one before is kept beside it. */
const newLog = (file: string): WriteStream => {
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(file)) renameSync(file, file.replace(/\.log$/, '.previous.log'));
  return createWriteStream(file, { flags: 'a' });
};
