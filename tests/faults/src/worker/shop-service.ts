/**
 * user-service and order-service as they are, in Nest applications without HTTP: their own module, handlers, saga, workers
 * and database access. Changed are only the times of the event runtime, and each handler records its effects.
 */
import type { DynamicModule, INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { EdgeConfig, Environment, ServiceApplication } from '@streampact/edge';
import { SagaRunner, type MessageHandler } from '@streampact/runtime';
import { EventsModule } from '@streampact/runtime/nest';
import { definitionOf } from '../contract/hosted.js';
import { answerMaxMs, leaseMs, relayTimes } from '../contract/short-times.js';
import type { ServiceName } from '../system.js';
import type { HostingContext } from './hosted-service.js';
import { recordHandler, type Recording } from './recording-handler.js';

export const startShopService = async <Config extends EdgeConfig>(
  name: ServiceName & ('user-service' | 'order-service'),
  application: ServiceApplication<Config>,
  context: HostingContext,
  environment: Environment = {},
): Promise<INestApplicationContext> => {
  const { settings, logger, instance } = context;
  const config = application.loadConfig({
    DATABASE_URL: settings.databaseUrls[name],
    REDIS_URL: settings.redisUrl,
    STREAMPACT_KEY_PREFIX: settings.keyPrefix,
    ...environment,
  });
  const module = withShortTimes(name, application.module(config, logger), context);
  return NestFactory.createApplicationContext(module, {
    logger: false,
    abortOnError: false,
    instrument: {
      instanceDecorator: (made: unknown) => {
        if (isHandler(made)) recordHandler(made, { group: name, instance });
        if (made instanceof SagaRunner) recordSagas(made, { group: name, instance });
        return made;
      },
    },
  });
};

const withShortTimes = (name: ServiceName, root: DynamicModule, context: HostingContext): DynamicModule => {
  const { settings, logger, atPoint } = context;
  const events = EventsModule.forRoot({
    service: definitionOf(name, settings.retentionMs),
    redisUrl: settings.redisUrl,
    keyPrefix: settings.keyPrefix,
    logger,
    leaseMs,
    relay: relayTimes,
    answerMaxMs,
    atPoint,
  });
  const imports = root.imports ?? [];
  const isEventsRoot = (entry: unknown): boolean =>
    typeof entry === 'object' &&
    entry !== null &&
    'module' in entry &&
    entry.module === EventsModule &&
    'global' in entry &&
    entry.global === true;
  if (imports.filter(isEventsRoot).length !== 1) {
    throw new Error(`${name} does not import EventsModule.forRoot once at its root; this harness replaces that.`);
  }
  return { ...root, imports: imports.map((entry) => (isEventsRoot(entry) ? events : entry)) };
};

const isHandler = (made: unknown): made is MessageHandler =>
  typeof made === 'object' && made !== null && made.constructor.name.endsWith('Handler') && 'handle' in made;

/** What stands for a saga where a handler is asked for. */
const recordSagas = (runner: SagaRunner, recording: Recording): void => {
  const handlerOf = runner.handlerOf.bind(runner);
  runner.handlerOf = (saga) => {
    const handler = handlerOf(saga);
    recordHandler(handler, recording);
    return handler;
  };
};
