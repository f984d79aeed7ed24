/** The one place that reads the environment. The defaults are those of docker-compose.yml. */
export interface Config {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly port: number;
}

export const loadConfig = (environment: NodeJS.ProcessEnv): Config => ({
  databaseUrl: environment['DATABASE_URL'] ?? 'postgres://postgres:postgres@127.0.0.1:5432/postgres',
  redisUrl: environment['REDIS_URL'] ?? 'redis://127.0.0.1:6379',
  port: Number(environment['PORT'] ?? 3000),
});
