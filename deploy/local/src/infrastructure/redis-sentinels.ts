/** A Redis primary with replicas, and Sentinels that promote one of them, all on free ports of 127.0.0.1. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { giveToServer } from '../process/unprivileged.js';
import { startServer, type ServerHandle } from '../process/server-process.js';
import { onFreePort } from './free-port.js';
import type { RedisBinary } from './redis-binary.js';
import { guardSettings, hostOfGuard, type RedisGuard } from './redis-guard.js';
import { ask, redisCommand, untilServers } from './redis-questions.js';
import { anyRedis, pingRedis, startRedis } from './redis-server.js';
import { throwawayFolder } from './throwaway-folder.js';

export interface RedisSentinelsOptions {
  /** @default 1 */
  readonly replicas?: number;
  /** @default 3; more than half of them have to agree */
  readonly sentinels?: number;
  /** How long the primary may be silent before it is replaced. @default 1 000 ms */
  readonly downAfterMs?: number;
  /** More settings of primary and replicas. */
  readonly settings?: Readonly<Record<string, string>>;
  /** What servers and Sentinels demand of clients and of each other. @default nothing */
  readonly guard?: RedisGuard;
}

export interface RedisSentinelsHandle {
  /** Names every Sentinel, and the primary by its name. */
  readonly url: string;
  /** The servers as they were at the start, the primary first. */
  readonly servers: readonly ServerHandle[];
  readonly sentinels: readonly ServerHandle[];
  /** The server that the Sentinels call the primary now. */
  primary(): Promise<ServerHandle>;
  /** Asks one of the servers as the administrator. */
  command(server: ServerHandle, name: string, ...values: string[]): Promise<unknown>;
  stop(): Promise<void>;
}

const primaryName = 'streampact';

/** Every replica follows, and every Sentinel knows all the others, when it returns. */
export const startRedisSentinels = async (options: RedisSentinelsOptions = {}): Promise<RedisSentinelsHandle> => {
  const { replicas = 1, sentinels: sentinelCount = 3, downAfterMs = 1_000, guard = {} } = options;
  const host = hostOfGuard(guard);
  const ofSentinel = guardOfSentinels(guard);
  const servers: ServerHandle[] = [];
  const sentinels: ServerHandle[] = [];
  const stop = async (): Promise<void> => {
    // Sentinels first: they would see their primary die.
    for (const handles of [sentinels, servers]) await Promise.all(handles.map(async (handle) => handle.stop()));
  };
  try {
    const binary = await anyRedis();
    const settings = {
      'repl-diskless-sync-delay': '0',
      ...guardSettings(guard),
      ...(guard.host === undefined ? {} : { 'replica-announce-ip': host }),
      ...options.settings,
    };
    const tls = guard.tls ? { tls: guard.tls } : {};
    const first = await startRedis({ binary, settings, ...tls });
    servers.push(first);
    for (let n = 0; n < replicas; n++) {
      servers.push(
        await startRedis({ binary, settings: { ...settings, replicaof: `${host} ${String(first.port)}` }, ...tls }),
      );
    }
    await untilServers('every replica follows', async () => {
      const infos = await Promise.all(
        servers.slice(1).map(async ({ port }) => ask({ port, guard }, 'INFO', 'replication')),
      );
      return infos.every((info) => String(info).includes('master_link_status:up'));
    });
    const quorum = Math.floor(sentinelCount / 2) + 1;
    for (let n = 0; n < sentinelCount; n++) {
      sentinels.push(await startSentinel({ binary, primaryPort: first.port, quorum, downAfterMs, guard }));
    }
    await untilServers('all Sentinels know all servers', async () => {
      const infos = await Promise.all(
        sentinels.map(async ({ port }) => ask({ port, guard: ofSentinel }, 'INFO', 'sentinel')),
      );
      const all = `status=ok,address=${host}:${String(first.port)},slaves=${String(replicas)},sentinels=${String(sentinelCount)}`;
      return infos.every((info) => String(info).includes(all));
    });
    const hosts = sentinels.map(({ port }) => `${host}:${String(port)}`).join(',');
    const primary = async (): Promise<ServerHandle> => {
      // The Sentinel that leads the failover knows first; asked are all, for some may be gone.
      const [, primaryPort] = (await Promise.any(
        sentinels.map(async ({ port }) =>
          ask({ port, guard: ofSentinel }, 'SENTINEL', 'GET-MASTER-ADDR-BY-NAME', primaryName),
        ),
      )) as string[]; // host and port
      return servers.find((server) => String(server.port) === primaryPort) ?? first;
    };
    const command: RedisSentinelsHandle['command'] = async ({ port }, name, ...values) =>
      redisCommand({ port, guard }, name, ...values);
    const url = `redis${guard.tls ? 's' : ''}+sentinel://${hosts}/${primaryName}`;
    return { url, servers, sentinels, primary, command, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

const startSentinel = async (of: {
  readonly binary: RedisBinary;
  readonly primaryPort: number;
  readonly quorum: number;
  readonly downAfterMs: number;
  readonly guard: RedisGuard;
}): Promise<ServerHandle> => {
  const { tls } = of.guard;
  const host = hostOfGuard(of.guard);
  const home = throwawayFolder('sentinel');
  const file = join(home, 'sentinel.conf'); // Sentinel writes down in it what it learns
  return onFreePort(async (port) => {
    const lines = [
      ...(tls ? ['port 0', `tls-port ${String(port)}`, ...tlsLines(tls)] : [`port ${String(port)}`]),
      'bind 127.0.0.1',
      `dir ${home}`,
      'set-proc-title no',
      ...(of.guard.host === undefined ? [] : [...namesStay, `sentinel announce-ip ${host}`]),
      `sentinel monitor ${primaryName} ${host} ${String(of.primaryPort)} ${String(of.quorum)}`,
      `sentinel down-after-milliseconds ${primaryName} ${String(of.downAfterMs)}`,
      `sentinel failover-timeout ${primaryName} 5000`,
      ...loginLines(of.guard),
    ];
    writeFileSync(file, `${lines.join('\n')}\n`);
    giveToServer(home);
    return startServer({
      name: 'Redis Sentinel',
      from: of.binary.from,
      url: `redis://127.0.0.1:${String(port)}`,
      port,
      command: of.binary.file,
      args: [file, '--sentinel'],
      env: of.binary.env,
      isUnprivileged: true,
      logFile: join(home, 'sentinel.log'),
      mark: file,
      stopSignal: 'SIGTERM',
      probe: () => pingRedis(port, tls?.caFile),
      removeWhenStopped: home,
    });
  });
};

/** Sentinels give clients the name that a certificate can be for. */
const namesStay = ['sentinel resolve-hostnames yes', 'sentinel announce-hostnames yes'];

const tlsLines = ({ certificateFile, keyFile, caFile }: NonNullable<RedisGuard['tls']>): readonly string[] => [
  `tls-cert-file ${certificateFile}`,
  `tls-key-file ${keyFile}`,
  `tls-ca-cert-file ${caFile}`,
  'tls-auth-clients no',
  // To the servers that they watch, and to each other.
  'tls-replication yes',
];

const loginLines = ({ users, sentinelPassword }: RedisGuard): readonly string[] => [
  ...(users?.sentinel
    ? [
        `sentinel auth-user ${primaryName} ${users.sentinel.username}`,
        `sentinel auth-pass ${primaryName} ${users.sentinel.password}`,
      ]
    : []),
  ...(sentinelPassword === undefined
    ? []
    : [`requirepass ${sentinelPassword}`, `sentinel sentinel-pass ${sentinelPassword}`]),
];

/** Sentinels have no users of their own here, only one password. */
const guardOfSentinels = (guard: RedisGuard): RedisGuard => {
  const { tls, host, sentinelPassword: password } = guard;
  const reached = { ...(tls ? { tls } : {}), ...(host === undefined ? {} : { host }) };
  if (password === undefined) return reached;
  const nobody = { username: '', password: '' };
  return { ...reached, users: { file: '', admin: { username: 'default', password }, replica: nobody } };
};
