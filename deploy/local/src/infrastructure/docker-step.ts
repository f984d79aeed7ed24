import { DockerCompose } from './docker-compose.js';
import { postgresContainer, redisContainer } from './docker-containers.js';
import { findDockerEngine } from './docker-engine.js';
import type { InfrastructureOptions, Provided, Skipped } from './infrastructure.js';

/** Gets a server from a Docker engine: throwaway containers for tests, the project's compose file for `npm start`. */
export type DockerStep = (service: 'postgres' | 'redis') => Promise<Provided | Skipped>;

type Settings = Required<Pick<InfrastructureOptions, 'purpose' | 'say' | 'env' | 'projectFolder'>>;

/** The engine is asked once, and compose starts both servers at once. */
export const dockerStep = ({ purpose, say, env, projectFolder }: Settings): DockerStep => {
  const once = (async (): Promise<DockerStep> => {
    const engine = await findDockerEngine(env);
    if ('skipped' in engine) return () => Promise.resolve(engine);
    if (purpose === 'test') return (service) => (service === 'postgres' ? postgresContainer() : redisContainer());
    const compose = new DockerCompose({ projectFolder, engine, env, say });
    return (service) => compose.provide(service);
  })();
  return async (service) => (await once)(service);
};
