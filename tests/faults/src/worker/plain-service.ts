/** A service without Nest: one data source, one event runtime. */
import { DataSource } from 'typeorm';
import { EventRuntime, OutboxPublisher, postgresDataSource, type Handlers } from '@streampact/runtime';
import { definitionOf } from '../contract/hosted.js';
import { answerMaxMs, leaseMs, relayTimes } from '../contract/short-times.js';
import type { ServiceName } from '../system.js';
import type { HostingContext } from './hosted-service.js';

export interface PlainService {
  readonly dataSource: DataSource;
  readonly publisher: OutboxPublisher;
  stop(): Promise<void>;
}

/** A transaction whose client has gone silent must not hold its locks for the rest of the run. */
const limits = { idle_in_transaction_session_timeout: 3_000, statement_timeout: 5_000, query_timeout: 6_000 };

export const startPlainService = async (
  name: ServiceName,
  context: HostingContext,
  handlersWith: (publisher: OutboxPublisher) => Handlers,
): Promise<PlainService> => {
  const { settings, logger, atPoint } = context;
  const dataSource = new DataSource({
    ...postgresDataSource(settings.databaseUrls[name]),
    connectTimeoutMS: 3_000,
    extra: { max: 20, ...limits },
    poolErrorHandler: () => undefined,
  });
  await dataSource.initialize();
  let runtime: EventRuntime | undefined;
  const publisher = new OutboxPublisher(() => runtime?.nudge());
  try {
    runtime = new EventRuntime({
      service: definitionOf(name, settings.retentionMs),
      dataSource,
      redisUrl: settings.redisUrl,
      keyPrefix: settings.keyPrefix,
      handlers: handlersWith(publisher),
      logger,
      leaseMs,
      relay: relayTimes,
      answerMaxMs,
      atPoint,
    });
    await runtime.start();
  } catch (error) {
    await runtime?.close();
    await dataSource.destroy();
    throw error;
  }
  const started = runtime;
  return {
    dataSource,
    publisher,
    stop: async () => {
      await started.stopConsuming();
      await started.close();
      await dataSource.destroy();
    },
  };
};
