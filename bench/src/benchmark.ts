/** What every measurement gets: servers of its own, with the durability of production, and a clean database. */
import { Redis } from 'ioredis';
import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { createDatabase, dropDatabase, ensureInfrastructure } from '@streampact/local';
import { newId, streampactMigrations } from '@streampact/runtime';

export interface Bench {
  readonly redisUrl: string;
  /** What the servers are, for the report. */
  readonly servers: string;
  readonly database: () => Promise<BenchDatabase>;
  readonly connectRedis: () => Redis;
  /** Empties Redis. */
  readonly flush: () => Promise<void>;
}

export interface BenchDatabase {
  readonly url: string;
  readonly pool: Pool;
  readonly dataSource: DataSource;
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);

export const withServers = async <Result>(
  dataFolder: string,
  work: (bench: Bench) => Promise<Result>,
): Promise<Result> => {
  const infrastructure = await ensureInfrastructure({ purpose: 'start', say, dataFolder });
  const closings: (() => Promise<unknown> | void)[] = [];
  const connectRedis = (): Redis => {
    const redis = new Redis(infrastructure.redisUrl);
    closings.push(() => redis.disconnect());
    return redis;
  };
  const database = async (): Promise<BenchDatabase> => {
    const name = `bench_${newId().replaceAll('-', '')}`;
    const url = await createDatabase(infrastructure.databaseUrl, name);
    const pool = new Pool({ connectionString: url, max: 12 });
    pool.on('error', () => undefined); // a connection may end after its database was dropped
    const dataSource = new DataSource({
      type: 'postgres',
      url,
      migrations: [...streampactMigrations],
      migrationsRun: true,
      poolSize: 16,
    });
    await dataSource.initialize();
    closings.push(async () => {
      await pool.end();
      await dataSource.destroy();
      await dropDatabase(infrastructure.databaseUrl, name);
    });
    return { url, pool, dataSource };
  };
  const { redisUrl, from } = infrastructure;
  const control = connectRedis();
  try {
    const servers = `PostgreSQL: ${from.postgres}; Redis: ${from.redis}`;
    return await work({
      redisUrl,
      servers,
      database,
      connectRedis,
      flush: async () => void (await control.flushall()),
    });
  } finally {
    for (const close of closings.toReversed()) await close();
    await infrastructure.stop();
  }
};
