import { existsSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { firstLineOf } from '../errors.js';
import { cached, cacheFolder } from './cache-folder.js';
import { noDebian, unpackDebianPackage } from './debian-package.js';
import type { Skipped } from './infrastructure.js';
import { inspectRedis, type RedisBinary } from './redis-binary.js';

const entry = 'redis-debian';

/**
 * Redis from the distribution's own package, unpacked into the cache: nothing is installed, no service is started, no
 * root is needed (apt works with a state folder of our own). npm has no package that would do.
 */
export const debianRedis = async (say: (line: string) => void): Promise<RedisBinary | Skipped> => {
  const why = noDebian();
  if (why !== undefined) return { skipped: `embedded: ${why}` };
  if (!existsSync(join(cacheFolder(), entry))) say("Redis: fetching the distribution's package (about 5 s, once) …");
  try {
    const folder = await cached(entry, fetchPackages);
    const env = { ...process.env, LD_LIBRARY_PATH: libraryFolders(folder).join(':') };
    return inspectRedis(join(folder, 'root/usr/bin/redis-server'), { env, from: "the distribution's package" });
  } catch (error) {
    return { skipped: `embedded: the distribution's Redis package cannot be fetched (${firstLineOf(error)})` };
  }
};

const fetchPackages = async (folder: string): Promise<void> => {
  await unpackDebianPackage('redis-tools', folder);
  // Debian ships the server as redis-tools' redis-check-rdb; the name it is called by decides what it is.
  const server = join(folder, 'root/usr/bin/redis-server');
  if (!existsSync(server)) symlinkSync('redis-check-rdb', server);
};

const libraryFolders = (folder: string): string[] =>
  ['root/usr/lib', 'root/lib'].flatMap((base) => {
    const path = join(folder, base);
    return existsSync(path)
      ? readdirSync(path)
          .filter((name) => name.endsWith('-linux-gnu'))
          .map((name) => join(path, name))
      : [];
  });
