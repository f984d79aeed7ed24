export { ensureInfrastructure, repositoryFolder } from './infrastructure/ensure-infrastructure.js';
export type { Infrastructure, InfrastructureOptions, Step } from './infrastructure/infrastructure.js';
export { startPostgres, type PostgresOptions } from './infrastructure/postgres-server.js';
export { startRedis, type RedisOptions } from './infrastructure/redis-server.js';
export {
  startRedisCluster,
  type RedisClusterHandle,
  type RedisClusterOptions,
} from './infrastructure/redis-cluster.js';
export type { RedisGuard, RedisLogin } from './infrastructure/redis-guard.js';
export { redisCommand } from './infrastructure/redis-questions.js';
export {
  startRedisSentinels,
  type RedisSentinelsHandle,
  type RedisSentinelsOptions,
} from './infrastructure/redis-sentinels.js';
export type { ServerHandle } from './process/server-process.js';
export { cached } from './infrastructure/cache-folder.js';
export { noDebian, unpackDebianPackage } from './infrastructure/debian-package.js';
export { onPath } from './infrastructure/on-path.js';
export { freePort } from './infrastructure/free-port.js';
export { infrastructureChoice } from './infrastructure/infrastructure-choice.js';
export { findDockerEngine } from './infrastructure/docker-engine.js';
export { createDatabase, databaseUrl, dropDatabase } from './databases.js';
export { InfrastructureUnavailableError, ServerStartError, UsageError } from './errors.js';

export { System, type SystemOptions } from './start/system.js';
export { tellStory, type Check, type Story, type StoryPlace } from './story/story.js';
export { eventsAbout, type StoredEvent } from './story/event-log.js';
export { renderChecks, renderTimeline } from './story/timeline.js';
export type { Mail } from './start/mail.js';
export { databaseOf, serviceNames, type ServiceName } from './start/service-names.js';
