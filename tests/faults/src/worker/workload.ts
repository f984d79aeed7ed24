/** Runs the loops of the hosted services until it is told to stop. Errors are what faults cause: the loop goes on. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@streampact/runtime';
import { seededRandom } from '../random.js';
import type { WorkloadLoop } from './hosted-service.js';

const afterErrorMs = 50;

export class Workload {
  readonly #loops: readonly WorkloadLoop[];
  readonly #seed: number;
  readonly #logger: Logger;
  #stopping = new AbortController();
  #running: Promise<unknown> | undefined;

  constructor(loops: readonly WorkloadLoop[], options: { readonly seed: number; readonly logger: Logger }) {
    this.#loops = loops;
    this.#seed = options.seed;
    this.#logger = options.logger;
  }

  start(): void {
    if (this.#running) return;
    this.#stopping = new AbortController();
    const { signal } = this.#stopping;
    this.#running = Promise.all(this.#loops.map(async (loop, index) => this.#run(loop, index, signal)));
  }

  /** Begins no further transaction. Resolves when those that are open have ended. */
  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    this.#stopping.abort();
    await running;
  }

  async #run(loop: WorkloadLoop, index: number, signal: AbortSignal): Promise<void> {
    const random = seededRandom(this.#seed + index * 7_919);
    while (!signal.aborted) {
      let pauseMs = random.integer(...loop.pauseMs);
      try {
        await loop.once(random);
      } catch (error) {
        pauseMs = afterErrorMs;
        this.#logger.debug({ err: error }, 'business transaction failed');
      }
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
