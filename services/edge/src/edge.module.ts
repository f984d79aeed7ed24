/** What every service serves besides its own operations, and what its controllers can inject. */
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import type { Logger } from '@streampact/runtime';
import { HealthContributors } from './health/health-contributors.js';
import { HealthController } from './health/health.controller.js';
import { loggerToken } from './logging/json-logger.js';
import { MetricsController } from './telemetry/metrics.controller.js';
import { TelemetryFlush } from './telemetry/telemetry-flush.js';

@Global()
@Module({})
export class EdgeModule {
  static forRoot(logger: Logger): DynamicModule {
    return {
      module: EdgeModule,
      // Its log line at each failed check would flood; /health/ready and the runtime's own log say the same.
      imports: [TerminusModule.forRoot({ logger: false })],
      controllers: [HealthController, MetricsController],
      providers: [{ provide: loggerToken, useValue: logger }, HealthContributors, TelemetryFlush],
      exports: [loggerToken, HealthContributors],
    };
  }
}
