import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';

/** The pg pool under a TypeORM DataSource, for SQL on the hot path. @throws Error – not PostgreSQL, or not initialised */
export const poolOf = (dataSource: DataSource): Pool => {
  const { driver } = dataSource;
  if (dataSource.options.type !== 'postgres' || !('master' in driver) || !driver.master) {
    throw new Error(
      `Streampact needs an initialised TypeORM DataSource of type "postgres", got "${dataSource.options.type}".`,
    );
  }
  // TypeORM's PostgresDriver keeps its pg.Pool here (typeorm/driver/postgres/PostgresDriver.d.ts).
  return driver.master as Pool;
};
