/** A Redis primary with replicas, and Sentinels that promote one of them, all on free ports of 127.0.0.1. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { giveToServer } from '../process/unprivileged.js';
import { startServer, type ServerHandle } from '../process/server-process.js';
import { onFreePort } from './free-port.js';
import type { RedisBinary } from './redis-binary.js';
import { ask, untilServers } from './redis-questions.js';
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
}

export interface RedisSentinelsHandle {
  /** Names every Sentinel, and the primary by its name. */
  readonly url: string;
  /** The servers as they were at the start, the primary first. */
  readonly servers: readonly ServerHandle[];
  readonly sentinels: readonly ServerHandle[];
  /** The server that the Sentinels call the primary now. */
  primary(): Promise<ServerHandle>;
  stop(): Promise<void>;
}

const primaryName = 'streampact';

/** Every replica follows, and every Sentinel knows all the others, when it returns. */
export const startRedisSentinels = async (options: RedisSentinelsOptions = {}): Promise<RedisSentinelsHandle> => {
  const { replicas = 1, sentinels: sentinelCount = 3, downAfterMs = 1_000 } = options;
  const servers: ServerHandle[] = [];
  const sentinels: ServerHandle[] = [];
  const stop = async (): Promise<void> => {
    // Sentinels first: they would see their primary die.
    for (const handles of [sentinels, servers]) await Promise.all(handles.map(async (handle) => handle.stop()));
  };
  try {
    const binary = await anyRedis();
    const settings = { 'repl-diskless-sync-delay': '0', ...options.settings };
    const first = await startRedis({ binary, settings });
    servers.push(first);
    for (let n = 0; n < replicas; n++) {
      servers.push(
        await startRedis({ binary, settings: { ...settings, replicaof: `127.0.0.1 ${String(first.port)}` } }),
      );
    }
    await untilServers('every replica follows', async () => {
      const infos = await Promise.all(servers.slice(1).map(async ({ port }) => ask(port, 'INFO', 'replication')));
      return infos.every((info) => String(info).includes('master_link_status:up'));
    });
    const quorum = Math.floor(sentinelCount / 2) + 1;
    for (let n = 0; n < sentinelCount; n++) {
      sentinels.push(await startSentinel({ binary, primaryPort: first.port, quorum, downAfterMs }));
    }
    await untilServers('all Sentinels know all servers', async () => {
      const infos = await Promise.all(sentinels.map(async ({ port }) => ask(port, 'INFO', 'sentinel')));
      const all = `status=ok,address=127.0.0.1:${String(first.port)},slaves=${String(replicas)},sentinels=${String(sentinelCount)}`;
      return infos.every((info) => String(info).includes(all));
    });
    const hosts = sentinels.map(({ port }) => `127.0.0.1:${String(port)}`).join(',');
    const primary = async (): Promise<ServerHandle> => {
      // The Sentinel that leads the failover knows first; asked are all, for some may be gone.
      const [, port] = (await Promise.any(
        sentinels.map(async (sentinel) => ask(sentinel.port, 'SENTINEL', 'GET-MASTER-ADDR-BY-NAME', primaryName)),
      )) as string[]; // host and port
      return servers.find((server) => String(server.port) === port) ?? first;
    };
    return { url: `redis+sentinel://${hosts}/${primaryName}`, servers, sentinels, primary, stop };
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
}): Promise<ServerHandle> => {
  const home = throwawayFolder('sentinel');
  const file = join(home, 'sentinel.conf'); // Sentinel writes down in it what it learns
  return onFreePort(async (port) => {
    const lines = [
      `port ${String(port)}`,
      'bind 127.0.0.1',
      `dir ${home}`,
      'set-proc-title no',
      `sentinel monitor ${primaryName} 127.0.0.1 ${String(of.primaryPort)} ${String(of.quorum)}`,
      `sentinel down-after-milliseconds ${primaryName} ${String(of.downAfterMs)}`,
      `sentinel failover-timeout ${primaryName} 5000`,
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
      probe: () => pingRedis(port),
      removeWhenStopped: home,
    });
  });
};
