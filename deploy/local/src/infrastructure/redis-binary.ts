import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';
import { firstLineOf } from '../errors.js';
import { executable, onPath } from './on-path.js';
import type { Skipped } from './infrastructure.js';

/** A Redis (or Valkey) server program that runs here. */
export interface RedisBinary {
  readonly file: string;
  readonly version: string;
  readonly env: NodeJS.ProcessEnv;
  readonly from: string;
}

/** XAUTOCLAIM and the streams commands in the form used here came with Redis 6.2. */
const oldest = { major: 6, minor: 2 };
const usualFolders = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin', '/usr/sbin'];

/** The server on PATH or in a usual place. */
export const localRedis = (): RedisBinary | Skipped => {
  for (const name of ['redis-server', 'valkey-server']) {
    const file =
      onPath(name) ?? usualFolders.map((folder) => executable(folder, name)).find((found) => found !== undefined);
    if (file) return inspectRedis(file, { env: process.env, from: file });
  }
  return { skipped: 'local: no redis-server or valkey-server on PATH or in the usual folders' };
};

/** Runs `redis-server --version`, which fails if a library is missing. */
export const inspectRedis = (
  file: string,
  { env, from }: { env: NodeJS.ProcessEnv; from: string },
): RedisBinary | Skipped => {
  try {
    const printed = execFileSync(file, ['--version'], { encoding: 'utf8', stdio: 'pipe', env, cwd: dirname(file) });
    const version = /v=(\d+\.\d+\.\d+)/.exec(printed)?.[1] ?? '0.0.0';
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (major < oldest.major || (major === oldest.major && minor < oldest.minor)) {
      return { skipped: `${from}: Redis ${version} is older than ${String(oldest.major)}.${String(oldest.minor)}` };
    }
    return { file, version, env, from };
  } catch (error) {
    return { skipped: `${from}: does not run here (${firstLineOf(error)})` };
  }
};
