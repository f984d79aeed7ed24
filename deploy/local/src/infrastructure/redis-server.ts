import { mkdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { InfrastructureUnavailableError } from '../errors.js';
import { stopLeftover } from '../process/leftover.js';
import { startServer, type ServerHandle } from '../process/server-process.js';
import { debianRedis } from './debian-redis.js';
import { onFreePort } from './free-port.js';
import { makeHome } from './home-folder.js';
import { localRedis, type RedisBinary } from './redis-binary.js';
import { remedies } from './remedies.js';
import { throwawayFolder } from './throwaway-folder.js';

export interface RedisOptions {
  /** Folder whose data is kept (append-only file, synced every second). @default a temporary folder, nothing is saved */
  readonly home?: string;
  /** @default the home folder's `redis.log` */
  readonly logFile?: string;
  readonly binary?: RedisBinary;
  /** Only TLS is spoken then, with this certificate; clients show none. Files that the server's user may read. */
  readonly tls?: { readonly certificateFile: string; readonly keyFile: string; readonly caFile: string };
  /** More settings, e.g. `{ appendonly: 'yes' }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

const defaults = {
  bind: '127.0.0.1',
  // Streams must never be evicted; when memory is full, writing fails and the outbox waits.
  'maxmemory-policy': 'noeviction',
  save: '',
  // Keeps its command line as it is, by which the watchdog knows it.
  'set-proc-title': 'no',
};
const kept = { appendonly: 'yes', appendfsync: 'everysec' };

/** Starts a Redis of one's own on a free port of 127.0.0.1. It ends with this process, however that dies. */
export const startRedis = async (options: RedisOptions = {}): Promise<ServerHandle> => {
  const binary = options.binary ?? (await anyRedis());
  const isKept = options.home !== undefined;
  const home = options.home ?? throwawayFolder('redis');
  const pidFile = join(home, 'redis.pid');
  makeHome(home);
  if (isKept) await stopLeftover({ pidFile, mark: pidFile, signal: 'SIGTERM' });

  const logFile = options.logFile ?? join(home, 'redis.log');
  mkdirSync(dirname(logFile), { recursive: true });
  const { tls } = options;
  const settings = {
    ...defaults,
    dir: home,
    pidfile: pidFile,
    ...(isKept ? kept : {}),
    ...(tls ? tlsSettings(tls) : {}),
    ...options.settings,
  };
  return onFreePort((port) =>
    startServer({
      name: 'Redis',
      from: binary.from,
      url: `${tls ? 'rediss' : 'redis'}://127.0.0.1:${String(port)}`,
      port,
      command: binary.file,
      args: [
        ...(tls ? ['--port', '0', '--tls-port', String(port)] : ['--port', String(port)]),
        ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
      ],
      env: binary.env,
      isUnprivileged: true,
      logFile,
      mark: pidFile,
      stopSignal: 'SIGTERM', // writes the append-only file to the end
      probe: () => pingRedis(port, tls?.caFile),
      ...(isKept ? {} : { removeWhenStopped: home }),
    }),
  );
};

/** One that runs here, fetched if need be. @throws InfrastructureUnavailableError */
export const anyRedis = async (): Promise<RedisBinary> => {
  const local = localRedis();
  if (!('skipped' in local)) return local;
  const embedded = await debianRedis(() => undefined);
  if (!('skipped' in embedded)) return embedded;
  throw new InfrastructureUnavailableError({
    what: 'Redis of my own',
    skipped: [local.skipped, embedded.skipped],
    remedy: remedies.Redis,
  });
};

const tlsSettings = (tls: NonNullable<RedisOptions['tls']>): Readonly<Record<string, string>> => ({
  'tls-cert-file': tls.certificateFile,
  'tls-key-file': tls.keyFile,
  'tls-ca-cert-file': tls.caFile,
  'tls-auth-clients': 'no',
});

/** Throws until the server has loaded its data and answers PONG, or that it would like to know who asks. */
export const pingRedis = (port: number, caFile?: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const begin = (): void => void socket.write('PING\r\n');
    const socket: Socket =
      caFile === undefined
        ? connect(port, '127.0.0.1', begin)
        : // Only whether it answers is asked here; its certificate may be for another name, or not good at all.
          connectTls({ port, host: '127.0.0.1', ca: readFileSync(caFile), rejectUnauthorized: false }, begin);
    socket.setTimeout(2_000, () => socket.destroy(new Error('no answer to PING')));
    socket.once('error', reject);
    socket.once('data', (answer) => {
      socket.destroy();
      if (/^(?:\+PONG|-NOAUTH)/.test(answer.toString())) resolve();
      else reject(new Error(`PING was answered with ${answer.toString().trim()}`));
    });
  });
