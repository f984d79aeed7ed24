import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
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
  const settings = { ...defaults, dir: home, pidfile: pidFile, ...(isKept ? kept : {}), ...options.settings };
  return onFreePort((port) =>
    startServer({
      name: 'Redis',
      from: binary.from,
      url: `redis://127.0.0.1:${String(port)}`,
      port,
      command: binary.file,
      args: ['--port', String(port), ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])],
      env: binary.env,
      isUnprivileged: true,
      logFile,
      mark: pidFile,
      stopSignal: 'SIGTERM', // writes the append-only file to the end
      probe: () => pingRedis(port),
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

/** Throws until the server has loaded its data and answers PONG. */
export const pingRedis = (port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.setTimeout(2_000, () => socket.destroy(new Error('no answer to PING')));
    socket.once('error', reject);
    socket.once('data', (answer) => {
      socket.destroy();
      if (answer.toString().startsWith('+PONG')) resolve();
      else reject(new Error(`PING was answered with ${answer.toString().trim()}`));
    });
  });
