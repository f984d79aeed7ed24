/** One question to a Redis server or Sentinel, and waiting until several answer as they should. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { ServerStartError } from '../errors.js';
import { adminOptions, type RedisGuard } from './redis-guard.js';

const readyMaxMs = 60_000;

/** A port of 127.0.0.1; with what is demanded there. */
export type Asked = number | { readonly port: number; readonly guard: RedisGuard };

/** Whatever state the server is in. */
export const ask = async (server: Asked, name: string, ...values: string[]): Promise<unknown> =>
  answerTo(server, { enableReadyCheck: false, name, values });

/** Once the server has loaded its data; a replica, once it has its primary's. */
export const redisCommand = async (server: Asked, name: string, ...values: string[]): Promise<unknown> =>
  answerTo(server, { enableReadyCheck: true, name, values });

/** On a connection of its own that leaves nothing behind. */
const answerTo = async (
  server: Asked,
  question: { readonly enableReadyCheck: boolean; readonly name: string; readonly values: readonly string[] },
): Promise<unknown> => {
  const { port, guard } = typeof server === 'number' ? { port: server, guard: {} } : server;
  const { enableReadyCheck, name, values } = question;
  const redis = new Redis({
    ...adminOptions(guard),
    port,
    enableReadyCheck,
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    commandTimeout: 5_000,
  });
  redis.on('error', () => undefined); // the command fails and says so
  try {
    return await redis.call(name, ...values);
  } finally {
    redis.disconnect();
  }
};

/** @param what – completes "Redis does not get so far that …" */
export const untilServers = async (what: string, isSo: () => Promise<boolean>): Promise<void> => {
  for (const deadline = Date.now() + readyMaxMs; !(await isSo()); await sleep(50)) {
    if (Date.now() > deadline) throw new ServerStartError(`Redis does not get so far that ${what}.`);
  }
};
