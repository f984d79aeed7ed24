/** A PgBouncer before a PostgreSQL: the one on PATH, or the distribution's package, unpacked into the cache. */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached, freePort, noDebian, onPath, unpackDebianPackage } from '@streampact/local';
import { Client } from 'pg';
import { eventually } from './test-infrastructure.js';

export type PoolMode = 'session' | 'transaction' | 'statement';

export interface PgBouncer {
  /** The same database through it. */
  readonly url: (database: string) => string;
  readonly stop: () => Promise<void>;
}

export type StartPgBouncer = (mode: PoolMode, serverUrl: string, settings?: readonly string[]) => Promise<PgBouncer>;

/** @returns undefined, after one line that says why, where it cannot be had */
export const findPgBouncer = async (): Promise<StartPgBouncer | undefined> => {
  const installed = onPath('pgbouncer');
  if (installed !== undefined) return async (...of) => start(installed, [], ...of);
  try {
    const why = noDebian();
    if (why !== undefined) throw new Error(why);
    const root = join(
      await cached('pgbouncer-debian', async (folder) => unpackDebianPackage('pgbouncer', folder)),
      'root',
    );
    const libraries = readdirSync(join(root, 'usr/lib'))
      .filter((name) => name.endsWith('-linux-gnu'))
      .map((name) => join(root, 'usr/lib', name));
    return async (...of) => start(join(root, 'usr/sbin/pgbouncer'), libraries, ...of);
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    process.stderr.write(`PgBouncer is not tested: it is not on PATH; Debian's package: ${why}.\n`);
    return undefined;
  }
};

/** It refuses to run as root. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

const start = async (
  program: string,
  libraries: readonly string[],
  ...[mode, serverUrl, settings = []]: Parameters<StartPgBouncer>
): Promise<PgBouncer> => {
  const { hostname, port, username } = new URL(serverUrl);
  const listenPort = await freePort();
  const folder = join(tmpdir(), `pgbouncer-${String(listenPort)}`);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const file = join(folder, 'pgbouncer.ini');
  writeFileSync(
    file,
    [
      '[databases]',
      `* = host=${hostname} port=${port} user=${username}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${String(listenPort)}`,
      'unix_socket_dir =',
      'auth_type = any',
      `pool_mode = ${mode}`,
      ...settings,
    ].join('\n'),
  );
  const env = { ...process.env, LD_LIBRARY_PATH: libraries.join(':') };
  const child = spawn(program, [file], { ...nobody, env, stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = (database: string): string => {
    const through = new URL(database);
    through.host = `127.0.0.1:${String(listenPort)}`;
    return through.href;
  };
  await eventually(async () => answers(url(serverUrl)), { describe: 'PgBouncer answers' });
  return {
    url,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
      if (existsSync(folder)) rmSync(folder, { recursive: true });
    },
  };
};

const answers = async (url: string): Promise<void> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  await client.connect();
  await client.end();
};
