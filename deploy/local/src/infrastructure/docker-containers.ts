import type { StartedTestContainer } from 'testcontainers';
import { images } from './docker-images.js';
import type { Provided } from './infrastructure.js';

/** Throwaway containers for tests. Loaded only when an engine answers: the libraries take a second. */
export const postgresContainer = async (): Promise<Provided> => {
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql');
  const container = await new PostgreSqlContainer(images.postgres)
    .withCommand(['postgres', '-c', 'max_connections=500', '-c', 'fsync=off', '-c', 'full_page_writes=off'])
    .start();
  return provided({ url: container.getConnectionUri(), image: images.postgres }, container);
};

export const redisContainer = async (): Promise<Provided> => {
  const { RedisContainer } = await import('@testcontainers/redis');
  const container = await new RedisContainer(images.redis).start();
  return provided({ url: container.getConnectionUrl(), image: images.redis }, container);
};

const provided = (of: { url: string; image: string }, container: StartedTestContainer): Provided => ({
  url: of.url,
  dataKey: 'docker',
  from: `Docker, ${of.image}`,
  stop: async () => {
    await container.stop();
  },
});
