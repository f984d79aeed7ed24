/**
 * The servers of one invocation: a PostgreSQL for each side, so that one can be restored without the other, and a Redis with
 * its append-only file. The services reach each of them through a proxy only.
 */
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres, startRedis } from '@streampact/local';
import { Redis } from 'ioredis';
import type { Network, Server, Side } from '../system.js';
import { TcpProxy } from '../tools/tcp-proxy.js';
import { healGroup, startRedisGroup, type RedisGroup, type RedisGroupKind } from './redis-group.js';
import { createTemplates } from './templates.js';

interface RunningServer extends Server {
  readonly network: TcpProxy;
  readonly standbyNetwork: TcpProxy;
}

/** No fault here is a power cut: what a killed process has written is in the operating system's cache. */
const postgresSettings = { fsync: 'off', full_page_writes: 'off', max_connections: '300', wal_level: 'replica' };
const redisSettings = { appendonly: 'yes', appendfsync: 'everysec', 'maxmemory-policy': 'noeviction' };

export class Servers {
  readonly #postgres: Readonly<Record<Side, RunningServer>>;
  readonly #redis: RunningServer;
  #group: RedisGroup | undefined;

  private constructor(postgres: Readonly<Record<Side, RunningServer>>, redis: RunningServer) {
    this.#postgres = postgres;
    this.#redis = redis;
  }

  static async start(folder: string): Promise<Servers> {
    const home = (name: string): string => {
      const path = join(folder, name);
      mkdirSync(path);
      chmodSync(path, 0o755);
      return path;
    };
    const [producers, consumers, redis] = await Promise.all([
      startPostgresAt(home('producers')),
      startPostgresAt(home('consumers')),
      startRedisAt(home('redis')),
    ]);
    await Promise.all([
      createTemplates(producers.handle.url, 'producers'),
      createTemplates(consumers.handle.url, 'consumers'),
    ]);
    return new Servers({ producers, consumers }, redis);
  }

  get postgres(): Readonly<Record<Side, Server>> {
    return this.#postgres;
  }

  get redis(): Server {
    return this.#redis;
  }

  /** What the run at hand has in the place of `redis`. */
  get redisGroup(): RedisGroup | undefined {
    return this.#group;
  }

  /** Starts it, if the run needs one; the one of the run before is gone. */
  async provideRedisGroup(kind: RedisGroupKind | undefined): Promise<void> {
    await this.#group?.stop();
    this.#group = undefined;
    if (kind) this.#group = await startRedisGroup(kind);
  }

  /** Networks are well, every server answers, Redis is empty and as it was configured. */
  async heal(): Promise<void> {
    for (const { network, standbyNetwork, handle } of this.#all()) {
      network.heal();
      network.retarget(handle.port);
      standbyNetwork.heal();
      standbyNetwork.refuse(true);
      standbyNetwork.cut();
      if (handle.pid === undefined) await handle.restart();
    }
    if (this.#group) await healGroup(this.#group);
  }

  /** Connections that fell silent end, as TCP finds out in the end: nothing but a stop may have to wait for that. */
  endSilence(): void {
    for (const { network, standbyNetwork } of this.#all()) {
      network.endSilence();
      standbyNetwork.endSilence();
    }
  }

  async emptyRedis(): Promise<void> {
    const redis = new Redis(this.#redis.handle.url, { maxRetriesPerRequest: 3 });
    redis.on('error', () => undefined);
    try {
      await redis.config('SET', 'maxmemory', '0');
      await redis.flushall();
      // Its append-only file begins with the run, too: a fault may cut it.
      await redis.bgrewriteaof();
      while (/aof_rewrite_(in_progress|scheduled):1/.test(await redis.info('persistence'))) await sleep(10);
    } finally {
      redis.disconnect();
    }
  }

  async stop(): Promise<void> {
    await this.provideRedisGroup(undefined);
    for (const { handle, network, standbyNetwork } of this.#all()) {
      await network.stop();
      await standbyNetwork.stop();
      await handle.stop();
    }
  }

  #all(): readonly RunningServer[] {
    return [this.#postgres.producers, this.#postgres.consumers, this.#redis];
  }
}

const startPostgresAt = async (home: string): Promise<RunningServer> => {
  const handle = await startPostgres({ home, settings: postgresSettings });
  return { handle, home, ...(await proxied(handle.port)) };
};

const startRedisAt = async (home: string): Promise<RunningServer> => {
  const handle = await startRedis({ home, settings: redisSettings });
  return { handle, home, ...(await proxied(handle.port)) };
};

const proxied = async (targetPort: number): Promise<{ network: TcpProxy; standbyNetwork: TcpProxy }> => {
  const standbyNetwork = await TcpProxy.start({ targetPort });
  standbyNetwork.refuse(true);
  return { network: await TcpProxy.start({ targetPort }), standbyNetwork };
};

/** The same place through the proxy. */
export const throughNetwork = (url: string, network: Network): string => {
  const through = new URL(url);
  through.port = String(network.port);
  return through.href;
};

/** The same database of a server that has a standby: libpq's form for two hosts, of which the primary is wanted. */
export const throughNetworks = (url: string, { network, standbyNetwork }: Server): string => {
  const { username, pathname } = new URL(url);
  const hosts = [network, standbyNetwork].map(({ port }) => `127.0.0.1:${String(port)}`).join(',');
  return `postgres://${username}@${hosts}${pathname}?target_session_attrs=read-write`;
};
