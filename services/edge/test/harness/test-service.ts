/** Boots one whole service in this process, on a database and a key prefix of its own. */
import { createLogger, createService, type EdgeConfig, type Environment, type RunningService } from '@streampact/edge';
import type { ServiceApplication } from '@streampact/edge';
import { DataSource } from 'typeorm';
import {
  createTestDatabase,
  testKeyPrefix,
  testRedisUrl,
} from '../../../../tests/infrastructure/test-infrastructure.js';
import { HttpClient } from './http-client.js';
import { closedAtTheEnd } from './left-open.js';

export type LogLine = Readonly<Record<string, unknown>> & { readonly level: string; readonly sentence: string };

export interface TestService extends RunningService {
  readonly keyPrefix: string;
  readonly databaseUrl: string;
  readonly log: readonly LogLine[];
  /** Its own database: for what HTTP does not show. */
  readonly database: DataSource;
  readonly http: HttpClient;
  /** Stops it and drops its database. */
  readonly close: () => Promise<void>;
}

/** @param environment – beside PORT, DATABASE_URL, REDIS_URL and STREAMPACT_KEY_PREFIX, or instead of them */
export const startTestService = async <Config extends EdgeConfig>(
  service: ServiceApplication<Config>,
  environment: Environment = {},
): Promise<TestService> => {
  const testDatabase = await createTestDatabase(service.name);
  const keyPrefix = environment['STREAMPACT_KEY_PREFIX'] ?? testKeyPrefix();
  const config = service.loadConfig({
    PORT: '0',
    DATABASE_URL: testDatabase.url,
    REDIS_URL: testRedisUrl(),
    STREAMPACT_KEY_PREFIX: keyPrefix,
    ...environment,
  });
  const log: LogLine[] = [];
  const logger = createLogger({
    service: service.name,
    level: config.logLevel,
    // The logger's own format (json-logger.ts).
    write: (line) => log.push(JSON.parse(line) as LogLine),
  });
  const running = await createService(service, config, logger).catch(async (error: unknown) => {
    await testDatabase.drop();
    throw error;
  });
  return {
    ...running,
    keyPrefix,
    databaseUrl: testDatabase.url,
    log,
    database: running.application.get(DataSource),
    http: new HttpClient(running.url),
    close: closedAtTheEnd(async () => {
      await running.stop();
      await testDatabase.drop();
    }),
  };
};
