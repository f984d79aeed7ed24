/** Ends this process with SIGKILL at the instant between two steps that a fault has named. */
import type { AtPoint } from '@streampact/runtime';
import type { ServiceName } from '../system.js';
import type { ArmedPoint } from './protocol.js';

export class ArmedPoints {
  #armed: ArmedPoint | undefined;
  #passed = 0;

  arm(at: ArmedPoint | undefined): void {
    this.#armed = at;
    this.#passed = 0;
  }

  of(service: ServiceName): AtPoint {
    return (point) => {
      const armed = this.#armed;
      if (armed?.service !== service || armed.point !== point) return;
      this.#passed++;
      if (this.#passed >= armed.nth) process.kill(process.pid, 'SIGKILL');
    };
  }
}
