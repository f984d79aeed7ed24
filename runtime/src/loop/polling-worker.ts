/**
 * A loop beside the requests: `stopped` → start → `running` → stop → `stopped`. It works as long as there is something to
 * do, then looks again every `idleMs`. A failure is logged when it begins and when it is over, not at each try; what it
 * failed is tried again after 50 ms, doubling to 1 s.
 */
import type { Logger } from '../telemetry/logger.js';
import { Alarm } from './alarm.js';
import { GaveUp } from './give-up.js';
import { Trouble } from './trouble.js';

export interface PollingWorkerOptions {
  /** Does one piece of work. @returns how long to wait before the next, in ms; `idle` if there was nothing to do */
  readonly work: () => Promise<number | 'idle'>;
  /** @default 250 ms */
  readonly idleMs?: number;
  readonly logger: Logger;
  /** Constant sentences for the log. */
  readonly troubleBegins: string;
  readonly troubleEnds: string;
}

export class PollingWorker {
  readonly #options: PollingWorkerOptions;
  readonly #alarm = new Alarm();
  readonly #trouble: Trouble;
  #isStopping = false;
  #running: Promise<void> | undefined;

  constructor(options: PollingWorkerOptions) {
    this.#options = options;
    this.#trouble = new Trouble(options.logger, options.troubleBegins, options.troubleEnds);
  }

  /** What is wrong right now. */
  get trouble(): string | undefined {
    return this.#trouble.current;
  }

  start(): void {
    this.#isStopping = false;
    this.#running ??= this.#run();
  }

  /** Resolves when the piece of work in hand is finished. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#alarm.ring();
    await this.#running;
    this.#running = undefined;
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      const waitMs = await this.#once();
      if (waitMs > 0) await this.#alarm.wait(waitMs, () => this.#isStopping);
    }
  }

  /** @returns how long to wait before the next piece */
  async #once(): Promise<number> {
    try {
      const waitMs = await this.#options.work();
      this.#trouble.over();
      return waitMs === 'idle' ? (this.#options.idleMs ?? 250) : waitMs;
    } catch (error) {
      // It was told to let go, by whoever stops it.
      if (error instanceof GaveUp) return 0;
      return this.#trouble.report(error);
    }
  }
}
