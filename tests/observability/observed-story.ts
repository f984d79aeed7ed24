/**
 * The three services as real processes that send OTLP to a receiver of this test, the shop's story, then SIGTERM, which sends what
 * was not sent yet.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseOf, serviceNames, System, tellStory, type ServiceName } from '@streampact/local';
import { compile, projectFolder } from '../infrastructure/compiled.js';
import {
  createTestDatabase,
  testKeyPrefix,
  testRedisUrl,
  type TestDatabase,
} from '../infrastructure/test-infrastructure.js';
import { startOtlpReceiver, type OtlpReceiver } from './otlp-receiver.js';

export interface ObservedStory {
  readonly receiver: OtlpReceiver;
  /** What `/metrics` of each service showed when the story was over. */
  readonly metricsText: ReadonlyMap<ServiceName, string>;
  readonly close: () => Promise<void>;
}

export const tellObservedStory = async (): Promise<ObservedStory> => {
  compile();
  const keyPrefix = testKeyPrefix();
  const receiver = await startOtlpReceiver();
  const databases = new Map<string, TestDatabase>();
  for (const name of serviceNames) databases.set(name, await createTestDatabase(databaseOf(name)));
  const logFolder = mkdtempSync(join(tmpdir(), 'streampact-observed-'));
  const system = await System.start({
    projectFolder,
    logFolder,
    env: {
      PATH: process.env['PATH'],
      STREAMPACT_KEY_PREFIX: keyPrefix,
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      USER_SERVICE_PORT: '0',
      ORDER_SERVICE_PORT: '0',
      NOTIFICATION_SERVICE_PORT: '0',
    },
    infrastructure: {
      databaseUrl: process.env['STREAMPACT_TEST_DATABASE_URL'] ?? '',
      redisUrl: testRedisUrl(),
      from: { postgres: 'the test run', redis: 'the test run' },
      servers: [],
      stop: () => Promise.resolve(),
    },
    databaseName: (service) => decodeURIComponent(new URL(databases.get(service)?.url ?? '').pathname.slice(1)),
    say: () => undefined,
    onDeath: () => undefined,
  });
  const metricsText = new Map<ServiceName, string>();
  try {
    const urls = {
      users: system.url('user-service'),
      orders: system.url('order-service'),
      notifications: system.url('notification-service'),
    };
    await tellStory({ urls, redisUrl: testRedisUrl(), keyPrefix, mails: system.mailCatcher.mails });
    for (const name of serviceNames) {
      metricsText.set(name, await (await fetch(`${system.url(name)}/metrics`)).text());
    }
  } finally {
    await system.stop();
  }
  return {
    receiver,
    metricsText,
    close: async () => {
      for (const database of databases.values()) await database.drop();
      await receiver.close();
      rmSync(logFolder, { recursive: true, force: true });
    },
  };
};
