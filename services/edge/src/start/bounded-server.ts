/** An HTTP server that no client can hold for long: how large a request's head may be, and how long it may take to arrive. */
import { createServer } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';

export interface ServerBounds {
  /** How long a whole request may take to arrive. Its head: a third of it at most. */
  readonly requestMaxMs: number;
}

/** Request line and headers together; Node answers 431 to more. */
const headMaxBytes = 16_384;

/** A connection on which nothing moves, also one that does not take its answer. Longer than any answer takes. */
const silentMaxMs = 60_000;

/** How often Node looks for requests that take too long: it answers them with 408 and closes the connection. */
const lookEveryMs = (requestMaxMs: number): number => Math.min(5_000, Math.ceil(requestMaxMs / 3));

export class BoundedServer extends ExpressAdapter {
  readonly #bounds: ServerBounds;

  constructor(bounds: ServerBounds) {
    super();
    this.#bounds = bounds;
  }

  /** Called by Nest once, before anything listens. */
  override initHttpServer(): void {
    const { requestMaxMs } = this.#bounds;
    const options = {
      maxHeaderSize: headMaxBytes,
      headersTimeout: Math.ceil(requestMaxMs / 3),
      requestTimeout: requestMaxMs,
      connectionsCheckingInterval: lookEveryMs(requestMaxMs),
    };
    // Nest's Express application is a listener of requests.
    this.httpServer = createServer(options, this.getInstance());
    this.httpServer.setTimeout(silentMaxMs);
  }
}
