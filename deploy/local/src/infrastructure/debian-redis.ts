import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { firstLineOf } from '../errors.js';
import { cached, cacheFolder } from './cache-folder.js';
import { onPath } from './on-path.js';
import type { Skipped } from './infrastructure.js';
import { inspectRedis, type RedisBinary } from './redis-binary.js';

const run = promisify(execFile);
const commandMaxMs = 120_000;
const entry = 'redis-debian';

/**
 * Redis from the distribution's own package, unpacked into the cache: nothing is installed, no service is started, no
 * root is needed (apt works with a state folder of our own). npm has no package that would do.
 */
export const debianRedis = async (say: (line: string) => void): Promise<RedisBinary | Skipped> => {
  if (process.platform !== 'linux') return { skipped: 'embedded: there are Redis packages for Debian and Ubuntu only' };
  const missing = ['apt-get', 'apt-cache', 'dpkg', 'dpkg-query'].find((name) => !onPath(name));
  if (missing) return { skipped: `embedded: ${missing} is not there, so this is no Debian or Ubuntu` };
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
  const state = join(folder, 'apt');
  const packages = join(folder, 'packages');
  for (const path of ['state/lists/partial', 'cache/archives/partial'])
    mkdirSync(join(state, path), { recursive: true });
  mkdirSync(packages);
  const options = [
    `Dir::State=${state}/state`,
    `Dir::Cache=${state}/cache`,
    'Dir::State::status=/var/lib/dpkg/status',
    'Debug::NoLocking=1',
    'APT::Sandbox::User=',
  ].flatMap((setting) => ['-o', setting]);
  const apt = async (program: string, args: readonly string[]): Promise<string> =>
    (await run(program, ['-qq', ...options, ...args], { cwd: packages, timeout: commandMaxMs })).stdout;

  await apt('apt-get', ['update']);
  const dependencies = (await apt('apt-cache', ['depends', 'redis-tools']))
    .split('\n')
    .map((line) => /^\s+Depends: ([a-z0-9][a-z0-9.+-]*)$/.exec(line)?.[1])
    .filter((name) => name !== undefined)
    .filter((name) => !isInstalled(name));
  await apt('apt-get', ['download', 'redis-tools', ...dependencies]);
  for (const file of readdirSync(packages)) {
    await run('dpkg', ['-x', join(packages, file), join(folder, 'root')], { timeout: commandMaxMs });
  }
  // Debian ships the server as redis-tools' redis-check-rdb; the name it is called by decides what it is.
  const server = join(folder, 'root/usr/bin/redis-server');
  if (!existsSync(server)) symlinkSync('redis-check-rdb', server);
  for (const path of [state, packages]) rmSync(path, { recursive: true, force: true });
};

const isInstalled = (name: string): boolean =>
  /install ok installed/.test(
    spawnSync('dpkg-query', ['-W', '-f=${Status}', name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .stdout,
  );

const libraryFolders = (folder: string): string[] =>
  ['root/usr/lib', 'root/lib'].flatMap((base) => {
    const path = join(folder, base);
    return existsSync(path)
      ? readdirSync(path)
          .filter((name) => name.endsWith('-linux-gnu'))
          .map((name) => join(path, name))
      : [];
  });
