/** Ends this process with SIGKILL, or stops it with SIGSTOP, at the instant between two steps that a fault has named. */
import type { AtPoint } from '@streampact/runtime';
import type { ServiceName } from '../system.js';
import type { ArmedPoint } from './protocol.js';

export class ArmedPoints {
  readonly #sayFreezing: () => Promise<void>;
  #armed: ArmedPoint | undefined;
  #passed = 0;

  /** @param sayFreezing – resolves when the runner can read it: a process that stands still sends nothing */
  constructor(sayFreezing: () => Promise<void>) {
    this.#sayFreezing = sayFreezing;
  }

  arm(at: ArmedPoint | undefined): void {
    this.#armed = at;
    this.#passed = 0;
  }

  of(service: ServiceName): AtPoint {
    return async (point) => {
      const armed = this.#armed;
      if (armed?.service !== service || armed.point !== point) return;
      this.#passed++;
      if (this.#passed < armed.nth) return;
      if (armed.signal === 'SIGSTOP') {
        this.#armed = undefined; // it goes on from here, and must not stop again
        await this.#sayFreezing();
      }
      process.kill(process.pid, armed.signal);
    };
  }
}
