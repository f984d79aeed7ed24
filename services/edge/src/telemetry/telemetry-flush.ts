/** Sends what is not sent yet when the service stops: requests and messages have ended by then, and with them their spans. */
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { meterProvider } from './meter-provider.js';
import { tracerProvider } from './tracer-provider.js';

/** Longer than a collector on the same network takes, short enough for a stop that must end within 10 s. */
const flushMaxMs = 2_000;

@Injectable()
export class TelemetryFlush implements OnApplicationShutdown {
  /** Returns after 2 s at the latest: telemetry must not hold up a stop, nor fail it. */
  async onApplicationShutdown(): Promise<void> {
    const sent = Promise.allSettled([tracerProvider?.forceFlush(), meterProvider.forceFlush()]);
    let deadline: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (deadline = setTimeout(resolve, flushMaxMs)));
    await Promise.race([sent, late]);
    clearTimeout(deadline);
  }
}
