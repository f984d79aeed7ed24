/** Tells the runner what was committed, outside of every database. Collected for a moment: IPC costs more than the commit. */
import type { Acknowledged, FromWorker } from './protocol.js';

const collectedMs = 20;

export class Acknowledgements {
  readonly #lists = { eventIds: [] as string[], orderIds: [] as string[], cancelledOrderIds: [] as string[] };
  readonly #send: (message: FromWorker) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(send: (message: FromWorker) => void) {
    this.#send = send;
  }

  add(kind: keyof Acknowledged, ids: readonly string[]): void {
    this.#lists[kind].push(...ids);
    this.#timer ??= setTimeout(() => this.flush(), collectedMs);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { eventIds, orderIds, cancelledOrderIds } = this.#lists;
    if (eventIds.length + orderIds.length + cancelledOrderIds.length === 0) return;
    this.#send({
      kind: 'acknowledged',
      acknowledged: {
        eventIds: eventIds.splice(0),
        orderIds: orderIds.splice(0),
        cancelledOrderIds: cancelledOrderIds.splice(0),
      },
    });
  }
}
