import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServerHandle } from '../process/server-process.js';
import { firstThatWorks, type ChainStep } from './chain.js';
import { debianRedis } from './debian-redis.js';
import { dockerStep, type DockerStep } from './docker-step.js';
import { embeddedPostgres } from './embedded-postgres.js';
import { dataFolderOf } from './home-folder.js';
import type { Infrastructure, InfrastructureOptions, Provided, Skipped } from './infrastructure.js';
import { localPostgres, type PostgresBinaries } from './postgres-binaries.js';
import { startPostgres } from './postgres-server.js';
import { localRedis, type RedisBinary } from './redis-binary.js';
import { startRedis } from './redis-server.js';

export const repositoryFolder = fileURLToPath(new URL('../../../../', import.meta.url)).replace(/[/\\]$/, '');

/**
 * PostgreSQL and Redis, each by the first way that works: the URL in the environment, a Docker engine, programs on this
 * machine, programs fetched into a cache.
 * @throws InfrastructureUnavailableError – says what was tried and what to install. Nothing is left running then.
 */
export const ensureInfrastructure = async (options: InfrastructureOptions): Promise<Infrastructure> => {
  const settings = withDefaults(options);
  const docker = dockerStep(settings);
  const { say } = settings;
  const postgresProvided = firstThatWorks({ what: 'PostgreSQL', steps: postgresSteps(settings, docker), say });
  const redisHome = async (): Promise<string> => join(settings.dataFolder, (await postgresProvided).dataKey, 'redis');
  const redisProvided = firstThatWorks({ what: 'Redis', steps: redisSteps(settings, docker, redisHome), say });

  const results = await Promise.allSettled([postgresProvided, redisProvided]);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) {
    for (const result of results) if (result.status === 'fulfilled') await result.value.stop();
    throw failed.reason;
  }
  const [postgres, redis] = [await postgresProvided, await redisProvided];
  const { REDIS_CA_FILE: caFile } = settings.env;
  return {
    databaseUrl: postgres.url,
    redisUrl: redis.url,
    ...(caFile !== undefined && redis.url === settings.env['REDIS_URL'] ? { redisCaFile: caFile } : {}),
    from: { postgres: postgres.from, redis: redis.from },
    servers: [postgres.server, redis.server].filter((server) => server !== undefined),
    stop: async () => {
      await Promise.all([postgres.stop(), redis.stop()]);
    },
  };
};

type Settings = Required<Omit<InfrastructureOptions, 'only'>> & Pick<InfrastructureOptions, 'only'>;

const withDefaults = (options: InfrastructureOptions): Settings => {
  const projectFolder = options.projectFolder ?? repositoryFolder;
  return { env: process.env, dataFolder: dataFolderOf(projectFolder), ...options, projectFolder };
};

const postgresSteps = ({ env, purpose, dataFolder, only }: Settings, docker: DockerStep): ChainStep[] => {
  const run = async (binaries: PostgresBinaries | Skipped): Promise<Provided | Skipped> => {
    if ('skipped' in binaries) return binaries;
    const dataKey = `postgres-${String(binaries.major)}`;
    const home = purpose === 'start' ? { home: join(dataFolder, dataKey) } : {};
    return providedBy(
      await startPostgres({ binaries, ...home }),
      `${binaries.from}, version ${binaries.version}`,
      dataKey,
    );
  };
  return wanted(only, [
    { step: 'environment', provide: async () => fromEnvironment(env, 'DATABASE_URL') },
    { step: 'docker', provide: () => docker('postgres') },
    { step: 'local', provide: () => run(localPostgres()) },
    { step: 'embedded', provide: async () => run(await embeddedPostgres()) },
  ]);
};

/** Redis is a fan-out of PostgreSQL: the data it keeps goes with the database that filled it. */
const redisSteps = (
  { env, purpose, say, only }: Settings,
  docker: DockerStep,
  redisHome: () => Promise<string>,
): ChainStep[] => {
  const run = async (binary: RedisBinary | Skipped): Promise<Provided | Skipped> => {
    if ('skipped' in binary) return binary;
    const home = purpose === 'start' ? { home: await redisHome() } : {};
    return providedBy(await startRedis({ binary, ...home }), `${binary.from}, version ${binary.version}`, 'redis');
  };
  return wanted(only, [
    { step: 'environment', provide: async () => fromEnvironment(env, 'REDIS_URL') },
    { step: 'docker', provide: () => docker('redis') },
    { step: 'local', provide: () => run(localRedis()) },
    { step: 'embedded', provide: async () => run(await debianRedis(say)) },
  ]);
};

const wanted = (only: InfrastructureOptions['only'], steps: ChainStep[]): ChainStep[] =>
  steps.filter(({ step }) => only === undefined || step === only);

const fromEnvironment = (env: NodeJS.ProcessEnv, name: string): Provided | Skipped => {
  const url = env[name];
  if (!url) return { skipped: `${name} is not set` };
  const dataKey = `external-${createHash('sha256').update(url).digest('hex').slice(0, 12)}`;
  return { url, dataKey, from: `${name} of the environment`, stop: () => Promise.resolve() };
};

const providedBy = (server: ServerHandle, from: string, dataKey: string): Provided => ({
  url: server.url,
  dataKey,
  from: `${from}, port ${String(server.port)}`,
  server,
  stop: () => server.stop(),
});
