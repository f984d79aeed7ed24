/** What tests use of the infrastructure. Every test makes its own database and key prefix. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDatabase, dropDatabase } from '@streampact/local';

/** For what one database and one prefix cannot keep apart: FLUSHALL, kill, restart. Stop them in `afterAll`. */
export {
  startPostgres,
  startRedis,
  startRedisCluster,
  startRedisSentinels,
  type RedisClusterHandle,
  type RedisSentinelsHandle,
  type ServerHandle,
} from '@streampact/local';

export interface TestDatabase {
  readonly url: string;
  /** Also under connections that are still open. */
  readonly drop: () => Promise<void>;
}

/**
 * An empty database, or a copy of another one.
 * @param name – begins its name, to be recognised in a list
 */
export const createTestDatabase = async (name = 'test', template?: string): Promise<TestDatabase> => {
  const maintenanceUrl = testPostgresUrl();
  const database = `${name.replaceAll('-', '_')}_${random()}`;
  const url = await createDatabase(maintenanceUrl, database, template);
  return { url, drop: () => dropDatabase(maintenanceUrl, database) };
};

/** A name that all test files of one run share, and no other run has. */
export const testRun = (): string => required('STREAMPACT_TEST_RUN');

/** The server that tests make their databases in, as its superuser. */
export const testPostgresUrl = (): string => required('STREAMPACT_TEST_DATABASE_URL');

export const testRedisUrl = (): string => required('STREAMPACT_TEST_REDIS_URL');

/** A prefix that no other test has, e.g. `t-3f9a1c07:`. */
export const testKeyPrefix = (): string => `t-${random()}:`;

export interface EventuallyOptions {
  /** @default 15 000 ms */
  readonly deadlineMs?: number;
  /** @default 25 ms */
  readonly everyMs?: number;
  /** What is waited for; opens the message when the deadline passes. */
  readonly describe?: string;
}

/** Calls the probe until it does not throw, e.g. until its `expect` holds. After the deadline its last error is thrown. */
export const eventually = async <T>(probe: () => Promise<T> | T, options: EventuallyOptions = {}): Promise<T> => {
  const { deadlineMs = 15_000, everyMs = 25, describe } = options;
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    try {
      return await probe();
    } catch (error) {
      if (Date.now() > deadline) throw withContext(error, { describe, deadlineMs });
      await sleep(everyMs);
    }
  }
};

const withContext = (error: unknown, of: { describe: string | undefined; deadlineMs: number }): unknown => {
  if (of.describe !== undefined && error instanceof Error) {
    error.message = `Waited ${String(of.deadlineMs)} ms for: ${of.describe}\n\n${error.message}`;
  }
  return error;
};

const random = (): string => randomBytes(4).toString('hex');

const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set. Run tests with "npm test": its global setup starts the servers.`);
  return value;
};
