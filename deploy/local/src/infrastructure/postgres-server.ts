import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { InfrastructureUnavailableError } from '../errors.js';
import { stopLeftover } from '../process/leftover.js';
import { startServer, type ServerHandle } from '../process/server-process.js';
import { embeddedPostgres } from './embedded-postgres.js';
import { onFreePort } from './free-port.js';
import { makeHome } from './home-folder.js';
import { executable } from './on-path.js';
import { localPostgres, type PostgresBinaries } from './postgres-binaries.js';
import { createKeptData, createThrowawayData, superuser } from './postgres-data.js';
import { remedies } from './remedies.js';
import { throwawayFolder } from './throwaway-folder.js';

export interface PostgresOptions {
  /** Folder whose data is kept, with `fsync` on. @default a temporary folder that `stop` removes, with `fsync` off */
  readonly home?: string;
  /** @default the home folder's `postgres.log` */
  readonly logFile?: string;
  readonly binaries?: PostgresBinaries;
  /** More settings, e.g. `{ wal_level: 'logical' }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

const defaults = { listen_addresses: '127.0.0.1', max_connections: '500' };
const withoutSockets = process.platform === 'win32' ? {} : { unix_socket_directories: '' };
/** Only for data that nobody needs: a power cut may lose it. */
const throwaway = { fsync: 'off', full_page_writes: 'off' };

/** Starts a PostgreSQL of one's own on a free port of 127.0.0.1. It ends with this process, however that dies. */
export const startPostgres = async (options: PostgresOptions = {}): Promise<ServerHandle> => {
  const binaries = options.binaries ?? (await anyPostgres());
  const isKept = options.home !== undefined;
  const home = options.home ?? throwawayFolder('postgres');
  const data = join(home, 'data');
  makeHome(home);
  if (isKept) await stopLeftover({ pidFile: join(data, 'postmaster.pid'), mark: data, signal: 'SIGINT' });
  if (!isKept) await createThrowawayData(binaries, data);
  else if (!existsSync(join(data, 'PG_VERSION'))) createKeptData(binaries, data);

  const logFile = options.logFile ?? join(home, 'postgres.log');
  mkdirSync(dirname(logFile), { recursive: true });
  const settings = { ...defaults, ...withoutSockets, ...(isKept ? {} : throwaway), ...options.settings };
  return onFreePort((port) => {
    const url = `postgres://${superuser}@127.0.0.1:${String(port)}/postgres`;
    return startServer({
      name: 'PostgreSQL',
      from: binaries.from,
      url,
      port,
      command: executable(binaries.folder, 'postgres') ?? join(binaries.folder, 'postgres'),
      args: [
        '-D',
        data,
        '-p',
        String(port),
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      isUnprivileged: true,
      logFile,
      mark: data,
      stopSignal: 'SIGINT', // "fast": ends connections, writes a checkpoint
      probe: () => answers(url),
      ...(isKept ? {} : { removeWhenStopped: home }),
    });
  });
};

const anyPostgres = async (): Promise<PostgresBinaries> => {
  const local = localPostgres();
  if (!('skipped' in local)) return local;
  const embedded = await embeddedPostgres();
  if (!('skipped' in embedded)) return embedded;
  throw new InfrastructureUnavailableError({
    what: 'PostgreSQL of my own',
    skipped: [local.skipped, embedded.skipped],
    remedy: remedies.PostgreSQL,
  });
};

const answers = async (url: string): Promise<void> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  await client.connect();
  await client.end();
};
