/**
 * A database of its own for a test, with the tables of the library: a copy of one that the first test file of a run migrates. That
 * takes a third of migrating an empty one, and most tests of services need two.
 */
import { createDatabase } from '@streampact/local';
import { streampactMigrations } from '@streampact/runtime';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { createTestDatabase, testPostgresUrl, testRun, type TestDatabase } from './test-infrastructure.js';

export interface MigratedDatabase {
  readonly dataSource: DataSource;
  /** Closes the connections and drops it. */
  readonly close: () => Promise<void>;
}

/** @param name – begins its name, to be recognised in a list */
export const openMigratedDatabase = async (name: string): Promise<MigratedDatabase> => {
  const { url, drop } = await createMigratedTestDatabase(name);
  const dataSource = await new DataSource({ type: 'postgres', url }).initialize();
  return {
    dataSource,
    close: async () => {
      await dataSource.destroy();
      await drop();
    },
  };
};

/** @param name – begins its name, to be recognised in a list */
export const createMigratedTestDatabase = async (name?: string): Promise<TestDatabase> => {
  template ??= makeTemplate();
  return createTestDatabase(name, await template);
};

let template: Promise<string> | undefined;

/** Files run at the same time: the lock lets one of them migrate, and the others wait. global-teardown.js drops it. */
const makeTemplate = async (): Promise<string> => {
  const name = `template_${testRun()}`;
  const client = new Client({ connectionString: testPostgresUrl() });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(hashtext($1))', [name]);
    const url = await createDatabase(testPostgresUrl(), name);
    const migrations = [...streampactMigrations];
    await (await new DataSource({ type: 'postgres', url, migrations, migrationsRun: true }).initialize()).destroy();
  } finally {
    await client.end(); // and with it the lock
  }
  return name;
};
