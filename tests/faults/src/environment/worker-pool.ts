/**
 * Worker processes across runs. Those that survive a run are used again, and spares are loaded ahead: loading Nest takes
 * longer than a whole fault.
 */
import { join } from 'node:path';
import { sides, type Side, type Worker, type Workers } from '../system.js';
import type { Acknowledged, RunSettings } from '../worker/protocol.js';
import { WorkerProcess, type WorkerPlace } from './worker-process.js';

const sparesWanted = 2;

export interface RunOfWorkers {
  readonly settings: Omit<RunSettings, 'side' | 'name' | 'seed' | 'logFile'>;
  readonly seed: number;
  /** Folder of this run's logs. */
  readonly folder: string;
  readonly onAcknowledged: (acknowledged: Acknowledged) => void;
}

export class WorkerPool implements Workers {
  readonly #place: WorkerPlace;
  readonly #spares: WorkerProcess[] = [];
  readonly #running: WorkerProcess[] = [];
  #run: RunOfWorkers | undefined;
  #isWorkloadOn = false;
  #started = 0;

  constructor(outputFolder: string, node: WorkerPlace['node'] = {}) {
    this.#place = { outputFile: join(outputFolder, 'workers-output.log'), node };
  }

  /** Begins to load as many processes as a run starts with, before there is one. */
  warmUp(count: number): void {
    while (this.#spares.length < count) this.#spares.push(this.#spawn());
  }

  begin(run: RunOfWorkers): void {
    this.#run = run;
    this.#started = 0;
    this.#isWorkloadOn = false;
  }

  startWorkload(): void {
    this.#isWorkloadOn = true;
    for (const worker of this.#running) worker.setWorkload(true);
  }

  /** Resolves when no business transaction is open any more. */
  async endWorkload(): Promise<void> {
    this.#isWorkloadOn = false;
    await Promise.all(this.#running.map(async (worker) => worker.endWorkload()));
  }

  of(side: Side): readonly Worker[] {
    return this.#running.filter((worker) => worker.isRunning && worker.side === side);
  }

  /** Processes that ended by themselves in this run. */
  get crashed(): readonly Worker[] {
    return this.#running.filter((worker) => worker.hasCrashed);
  }

  async start(side: Side): Promise<Worker> {
    const run = this.#run;
    if (!run) throw new Error('There is no run to start a worker for.');
    const worker = this.#spares.shift() ?? this.#spawn();
    this.#started++;
    const name = `${side}-${String(this.#started)}`;
    const settings: RunSettings = {
      ...run.settings,
      side,
      name,
      seed: run.seed + this.#started * 104_729,
      logFile: join(run.folder, `${name}.log`),
    };
    this.#running.push(worker);
    await worker.open(settings, this.#isWorkloadOn);
    this.#refill(); // not before: loading would take the processor from what is waited for
    return worker;
  }

  async killAll(side: Side): Promise<void> {
    await Promise.all(this.of(side).map(async (worker) => worker.kill()));
  }

  /** Everybody that is paused goes on; those that are missing are started. */
  async complete(instances: number): Promise<void> {
    const starting: Promise<Worker>[] = [];
    for (const side of ['producers', 'consumers'] as const) {
      const there = this.of(side);
      for (const worker of there) worker.resume();
      for (let count = there.length; count < instances; count++) starting.push(this.start(side));
    }
    await Promise.all(starting);
  }

  /** Closes what runs, in its graceful way. @returns those that had to be killed */
  async end(): Promise<readonly Worker[]> {
    const running = this.#running.filter((worker) => worker.isRunning);
    const closed = await Promise.all(running.map(async (worker) => ({ worker, isClosed: await worker.close() })));
    this.#running.length = 0;
    this.#spares.push(...closed.filter(({ isClosed }) => isClosed).map(({ worker }) => worker));
    return closed.filter(({ isClosed }) => !isClosed).map(({ worker }) => worker);
  }

  /** Ends every process of the run at once. */
  async kill(): Promise<void> {
    await Promise.all(sides.map(async (side) => this.killAll(side)));
    this.#running.length = 0;
  }

  async stop(): Promise<void> {
    await Promise.all(
      [...this.#spares, ...this.#running].filter((worker) => worker.isRunning).map(async (worker) => worker.kill()),
    );
  }

  /** What is missing comes later than it is needed only if more than that die at once. */
  #refill(): void {
    this.warmUp(sparesWanted);
  }

  #spawn(): WorkerProcess {
    return new WorkerProcess(this.#place, (acknowledged) => this.#run?.onAcknowledged(acknowledged));
  }
}
