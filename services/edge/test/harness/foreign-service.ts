/**
 * The other side of a stream: publishes as another service does (outbox, relay) with that service's generated publisher, so
 * that what a test sends is what the contract allows.
 */
import {
  newId,
  OutboxPublisher,
  RedisRelayBroker,
  Relay,
  silentLogger,
  type ServiceDefinition,
} from '@streampact/runtime';
import { Redis } from 'ioredis';
import { Pool } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { createMigratedTestDatabase } from '../../../../tests/infrastructure/migrated-database.js';
import { testRedisUrl } from '../../../../tests/infrastructure/test-infrastructure.js';
import { closedAtTheEnd } from './left-open.js';

export interface ForeignService<Publisher> {
  /** Commits what `work` publishes; the relay appends it. */
  readonly publish: <Result>(
    work: (publisher: Publisher, options: { transaction: EntityManager }) => Promise<Result>,
  ) => Promise<Result>;
  readonly close: () => Promise<void>;
}

export const startForeignService = async <Publisher extends object>(
  service: ServiceDefinition<Publisher>,
  keyPrefix: string,
): Promise<ForeignService<Publisher>> => {
  const database = await createMigratedTestDatabase(`foreign-${service.name}`);
  const dataSource = await new DataSource({ type: 'postgres', url: database.url }).initialize();
  const pool = new Pool({ connectionString: database.url, max: 3 });
  pool.on('error', () => undefined); // a connection may end after its database was dropped
  const redis = new Redis(testRedisUrl());
  const broker = new RedisRelayBroker(redis);
  const relay = new Relay({ service, pool, broker, keyPrefix, instance: newId(), logger: silentLogger });
  const publisher = new service.Publisher(new OutboxPublisher(() => relay.nudge()));
  relay.start();
  return {
    publish: async (work) => dataSource.transaction(async (transaction) => work(publisher, { transaction })),
    close: closedAtTheEnd(async () => {
      await relay.stop();
      redis.disconnect();
      await pool.end();
      await dataSource.destroy();
      await database.drop();
    }),
  };
};
