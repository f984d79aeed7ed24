import type { EventRuntimeStatus } from '../service/event-runtime.js';
import type { EventsHost } from './events-host.js';

export type EventsStatus = EventRuntimeStatus | { readonly status: 'down'; readonly reason: string };

/** What a health check asks. `degraded` is still able to take requests: their events wait in the outbox. */
export class EventsHealth {
  readonly #host: EventsHost;

  constructor(host: EventsHost) {
    this.#host = host;
  }

  check(): EventsStatus {
    return this.#host.status ?? { status: 'down', reason: 'The event runtime has not started, or has stopped.' };
  }
}
