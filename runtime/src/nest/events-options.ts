/** What a service says once, at its root module. */
import type { InjectionToken, ModuleMetadata, OptionalFactoryDependency } from '@nestjs/common';
import type { ServiceDefinition } from '../contract/definitions.js';
import type { EventRuntimeOptions } from '../service/event-runtime.js';
import type { Logger } from '../telemetry/logger.js';

export interface EventsConnection extends Pick<
  EventRuntimeOptions,
  'redisUrl' | 'broker' | 'transactionsMax' | 'leaseMs' | 'batchMax' | 'relay' | 'answerMaxMs' | 'atPoint'
> {
  /** Before every Redis key. @default '' */
  readonly keyPrefix?: string;
  /** @default JSON lines on standard error */
  readonly logger?: Logger;
}

export interface EventsOptions extends EventsConnection {
  /** Generated definition of the service, e.g. `orderService`. */
  readonly service: ServiceDefinition;
}

export interface EventsAsyncOptions {
  /** Generated definition of the service: known at build time, because its publisher becomes a provider. */
  readonly service: ServiceDefinition;
  readonly imports?: NonNullable<ModuleMetadata['imports']>;
  readonly inject?: (InjectionToken | OptionalFactoryDependency)[];
  // Nest gives the factory whatever `inject` names.
  readonly useFactory: (...dependencies: never[]) => EventsConnection | Promise<EventsConnection>;
}
