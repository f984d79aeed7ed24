import type { DynamicModule } from '@nestjs/common';
import type { Logger } from '@streampact/runtime';
import type { EdgeConfig } from '../configuration/edge-config.js';
import type { Environment } from '../configuration/load-config.js';
import type { OpenApiInfo } from '../openapi/open-api.js';

/** A service as its `main.ts` starts it. */
export interface ServiceApplication<Config extends EdgeConfig> {
  /** `order-service` */
  readonly name: string;
  readonly openApi: OpenApiInfo;
  /** @throws ConfigurationError */
  readonly loadConfig: (environment: Environment) => Config;
  /** The root module. */
  readonly module: (config: Config, logger: Logger) => DynamicModule;
}
