/** A database of its own for a test, with the tables of the library. */
import { streampactMigrations } from '@streampact/runtime';
import { DataSource } from 'typeorm';
import { createTestDatabase } from './test-infrastructure.js';

export interface MigratedDatabase {
  readonly dataSource: DataSource;
  /** Closes the connections and drops it. */
  readonly close: () => Promise<void>;
}

/** @param name – begins its name, to be recognised in a list */
export const openMigratedDatabase = async (name: string): Promise<MigratedDatabase> => {
  const { url, drop } = await createTestDatabase(name);
  const migrations = [...streampactMigrations];
  const dataSource = await new DataSource({ type: 'postgres', url, migrations, migrationsRun: true }).initialize();
  return {
    dataSource,
    close: async () => {
      await dataSource.destroy();
      await drop();
    },
  };
};
