/** One question to a Redis server or Sentinel, and waiting until several answer as they should. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { ServerStartError } from '../errors.js';

const readyMaxMs = 60_000;

/** Whatever state the server is in. */
export const ask = async (port: number, name: string, ...values: string[]): Promise<unknown> =>
  answerTo({ port, enableReadyCheck: false }, name, values);

/** Once the server has loaded its data; a replica, once it has its primary's. */
export const redisCommand = async (port: number, name: string, ...values: string[]): Promise<unknown> =>
  answerTo({ port, enableReadyCheck: true }, name, values);

/** On a connection of its own that leaves nothing behind. */
const answerTo = async (
  server: { readonly port: number; readonly enableReadyCheck: boolean },
  name: string,
  values: readonly string[],
): Promise<unknown> => {
  const redis = new Redis({
    ...server,
    host: '127.0.0.1',
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
