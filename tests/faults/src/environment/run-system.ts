/** The system of one run as faults see it, and what was acknowledged in it. */
import { databaseUrl, type RedisClusterHandle, type RedisSentinelsHandle } from '@streampact/local';
import { hostedStreamKeys } from '../contract/hosted.js';
import type { Commit, History } from '../history.js';
import { sides, type FaultSystem, type Server, type ServiceName, type Side, type Workers } from '../system.js';
import type { Acknowledged } from '../worker/protocol.js';
import { customersOf } from './customers.js';
import { readCommits, withDatabase } from './recorded-rows.js';
import type { RedisGroupKind } from './redis-group.js';
import { throughNetwork, throughNetworks, type Servers } from './servers.js';
import { copyTemplates, databaseNames, dropCopies, servicesOf, type RunDatabases } from './templates.js';
import type { WorkerPool } from './worker-pool.js';

export interface RunSystemOptions {
  readonly servers: Servers;
  readonly pool: WorkerPool;
  readonly seed: number;
  readonly retentionMs: number;
  /** In the place of one Redis. */
  readonly redis?: RedisGroupKind | undefined;
  readonly hasStandby: boolean;
  readonly folder: string;
  readonly say: (sentence: string) => void;
}

export class RunSystem implements FaultSystem {
  /** Of this run alone: a Redis that loses its last writes may have what was flushed before the run again. */
  readonly keyPrefix: string;
  readonly postgres: Readonly<Record<Side, Server>>;
  readonly redis: Server;
  readonly workers: Workers;
  readonly say: (sentence: string) => void;
  readonly #servers: Servers;
  readonly #names: RunDatabases;
  readonly #acknowledged = { eventIds: [] as string[], orderIds: [] as string[], cancelledOrderIds: [] as string[] };

  private constructor({ servers, pool, say }: RunSystemOptions, name: string) {
    this.keyPrefix = `${name}:`;
    this.#servers = servers;
    this.postgres = servers.postgres;
    this.redis = servers.redis;
    this.workers = pool;
    this.say = say;
    this.#names = databaseNames(name);
  }

  static async create(options: RunSystemOptions): Promise<RunSystem> {
    const { servers, pool, seed, retentionMs, hasStandby, folder } = options;
    await servers.heal();
    await servers.emptyRedis();
    await servers.provideRedisGroup(options.redis);
    const system = new RunSystem(options, `run${String(runs++)}`);
    await Promise.all(sides.map(async (side) => copyTemplates(servers.postgres[side].handle.url, side, system.#names)));
    pool.begin({
      settings: {
        keyPrefix: system.keyPrefix,
        redisUrl: servers.redisGroup?.url ?? throughNetwork(servers.redis.handle.url, servers.redis.network),
        databaseUrls: system.#urls((url, side) => {
          const server = servers.postgres[side];
          return hasStandby ? throughNetworks(url, server) : throughNetwork(url, server.network);
        }),
        retentionMs,
        customers: customersOf(seed),
      },
      seed,
      folder,
      onAcknowledged: (acknowledged) => system.#acknowledge(acknowledged),
    });
    return system;
  }

  get acknowledged(): History['acknowledged'] {
    return this.#acknowledged;
  }

  get databaseUrls(): Readonly<Record<ServiceName, string>> {
    return this.#urls((url) => url);
  }

  /** Straight to Redis, whatever it is in this run. */
  get redisUrl(): string {
    return this.#servers.redisGroup?.url ?? this.redis.handle.url;
  }

  get redisCluster(): RedisClusterHandle {
    const group = this.#servers.redisGroup;
    if (!group || !('nodes' in group)) throw new Error('This run has no Redis Cluster.');
    return group;
  }

  get redisSentinels(): RedisSentinelsHandle {
    const group = this.#servers.redisGroup;
    if (!group || !('sentinels' in group)) throw new Error('This run has no Redis behind Sentinel.');
    return group;
  }

  databaseUrl(service: ServiceName): string {
    return this.databaseUrls[service];
  }

  streamKeys(): readonly string[] {
    return hostedStreamKeys(this.keyPrefix);
  }

  async commits(side: Side): Promise<readonly Commit[]> {
    const perService = await Promise.all(
      servicesOf(side).map(async (service) =>
        withDatabase(this.databaseUrl(service), async (read) => readCommits(service, read)),
      ),
    );
    return perService.flat();
  }

  async drop(): Promise<void> {
    await Promise.all(
      sides.map(async (side) => dropCopies(this.#servers.postgres[side].handle.url, side, this.#names)),
    );
  }

  #acknowledge({ eventIds, orderIds, cancelledOrderIds }: Acknowledged): void {
    this.#acknowledged.eventIds.push(...eventIds);
    this.#acknowledged.orderIds.push(...orderIds);
    this.#acknowledged.cancelledOrderIds.push(...cancelledOrderIds);
  }

  /** @param through – the way to a database, from the URL that leads straight to it */
  #urls(through: (url: string, side: Side) => string): Readonly<Record<ServiceName, string>> {
    const url = (service: ServiceName, side: Side): string =>
      through(databaseUrl(this.postgres[side].handle.url, this.#names[service]), side);
    return {
      'account-service': url('account-service', 'producers'),
      'user-service': url('user-service', 'producers'),
      'ledger-service': url('ledger-service', 'consumers'),
      'order-service': url('order-service', 'consumers'),
    };
  }
}

/** Databases of runs that follow each other need names of their own: the old ones may still be in use by what hangs. */
let runs = 1;
