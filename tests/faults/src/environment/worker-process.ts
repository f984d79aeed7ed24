/** One worker process as the runner sees it: spawned, loaded, opened for a run, paused, killed. */
import { fork, type ChildProcess, type ForkOptions } from 'node:child_process';
import { openSync, closeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Side, Worker } from '../system.js';
import type { Acknowledged, ArmedPoint, FromWorker, RunSettings, ToWorker } from '../worker/protocol.js';

const program = fileURLToPath(new URL('../worker/main.js', import.meta.url));
/** A process that does not close in this time is killed; the runner says so. */
const closeMaxMs = 8_000;
/** A transaction that hangs longer than this is not waited for. */
const idleMaxMs = 10_000;

export interface WorkerPlace {
  /** What the process prints. */
  readonly outputFile: string;
  /** How Node is started; as this process was, unless it says otherwise. */
  readonly node?: Pick<ForkOptions, 'execArgv' | 'env'>;
}

export class WorkerProcess implements Worker {
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<FromWorker['kind'], (() => void)[]>();
  readonly #onAcknowledged: (acknowledged: Acknowledged) => void;
  #settings: RunSettings | undefined;
  #isEndExpected = false;
  #isPaused = false;
  #loaded: Promise<void>;

  constructor({ outputFile, node }: WorkerPlace, onAcknowledged: (acknowledged: Acknowledged) => void) {
    this.#onAcknowledged = onAcknowledged;
    const output = openSync(outputFile, 'a');
    this.#child = fork(program, { stdio: ['ignore', output, output, 'ipc'], ...node });
    closeSync(output);
    this.#child.on('message', (message) => this.#on(message as FromWorker)); // only our own program writes here
    this.#child.on('error', () => undefined); // a message to a process that has just ended
    this.ended = new Promise((resolve) => this.#child.once('exit', () => resolve()));
    this.#loaded = this.#hears('loaded');
  }

  get name(): string {
    return this.#settings?.name ?? 'spare';
  }

  get side(): Side {
    if (!this.#settings) throw new Error('This worker has not been opened yet.');
    return this.#settings.side;
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('The worker process could not be started.');
    return this.#child.pid;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** It ended, and nobody wanted it to: an exception that nobody caught. */
  get hasCrashed(): boolean {
    return !this.isRunning && !this.#isEndExpected && this.#child.signalCode !== 'SIGKILL';
  }

  /** Resolves when its services run, or when the process ends. */
  async open(settings: RunSettings, isWorkloadOn: boolean): Promise<void> {
    this.#settings = settings;
    await Promise.race([this.#loaded, this.ended]);
    const opened = this.#hears('opened');
    this.setWorkload(isWorkloadOn);
    this.#send({ kind: 'open', settings });
    await Promise.race([opened, this.ended]);
  }

  /** @returns whether it can be used again; false: it is gone, or had to be killed */
  async close(): Promise<boolean> {
    if (!this.isRunning) return false;
    this.resume();
    const closed = this.#hears('closed');
    this.#send({ kind: 'close' });
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), closeMaxMs)));
    const isClosed = await Promise.race([closed.then(() => true), this.ended.then(() => false), tooLong]);
    clearTimeout(timer);
    if (!isClosed) await this.kill();
    return isClosed;
  }

  setWorkload(isOn: boolean): void {
    this.#send({ kind: 'workload', isOn });
  }

  /** Resolves when its last business transaction has ended: until then more may be committed. */
  async endWorkload(): Promise<void> {
    const idle = this.#hears('idle');
    this.setWorkload(false);
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<void>((resolve) => (timer = setTimeout(resolve, idleMaxMs)));
    await Promise.race([idle, this.ended, tooLong]);
    clearTimeout(timer);
  }

  arm(at: Omit<ArmedPoint, 'signal'>): void {
    this.#isEndExpected = true;
    this.#send({ kind: 'arm', at: { ...at, signal: 'SIGKILL' } });
  }

  async freezeAt(at: Omit<ArmedPoint, 'signal' | 'nth'>): Promise<void> {
    const isFreezing = this.#hears('freezing').then(() => {
      this.#isPaused = true;
    });
    this.#send({ kind: 'arm', at: { ...at, nth: 1, signal: 'SIGSTOP' } });
    await Promise.race([isFreezing, this.ended]);
  }

  disarm(): void {
    this.#send({ kind: 'arm', at: undefined });
  }

  setClock(offsetMs: number): void {
    this.#send({ kind: 'clock', offsetMs });
  }

  pause(): void {
    this.#isPaused = true;
    this.#child.kill('SIGSTOP');
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#child.kill('SIGCONT');
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    this.#isEndExpected = true;
    this.#child.kill(signal);
    if (signal === 'SIGTERM') this.resume();
    await this.ended;
  }

  #send(message: ToWorker): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  async #hears(kind: FromWorker['kind']): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.set(kind, [...(this.#waiting.get(kind) ?? []), resolve]);
    });
  }

  #on(message: FromWorker): void {
    if (message.kind === 'acknowledged') this.#onAcknowledged(message.acknowledged);
    const waiting = this.#waiting.get(message.kind) ?? [];
    this.#waiting.delete(message.kind);
    for (const resolve of waiting) resolve();
  }
}
