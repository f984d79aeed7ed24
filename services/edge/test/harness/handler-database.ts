/** A database for tests of handlers: migrated as the service's own is, and gone afterwards. */
import { streampactMigrations } from '@streampact/runtime';
import { DataSource, type EntitySchema, type MigrationInterface } from 'typeorm';
import { createTestDatabase } from '../../../../tests/infrastructure/test-infrastructure.js';

export interface HandlerDatabase {
  readonly dataSource: DataSource;
  readonly close: () => Promise<void>;
}

/** @param name – begins the database's name */
export const openHandlerDatabase = async (
  name: string,
  tables: {
    readonly entities: readonly (EntitySchema | (new () => object))[];
    readonly migrations: readonly (new () => MigrationInterface)[];
  },
): Promise<HandlerDatabase> => {
  const { url, drop } = await createTestDatabase(name);
  const dataSource = await new DataSource({
    type: 'postgres',
    url,
    entities: [...tables.entities],
    migrations: [...streampactMigrations, ...tables.migrations],
    migrationsRun: true,
    poolSize: 3,
  }).initialize();
  return {
    dataSource,
    close: async () => {
      await dataSource.destroy();
      await drop();
    },
  };
};
