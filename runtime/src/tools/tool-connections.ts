/** A tool's connections: to the database of each service, opened when it is first asked, and to Redis. */
import { isNativeError } from 'node:util/types';
import { Redis } from 'ioredis';
import { DatabaseError, Pool, type PoolClient } from 'pg';
import { RedisUnreachableError, ServiceDatabaseError, TablesMissingError, UnknownNameError } from './errors.js';
import { withoutPassword, type ToolSettings } from './settings.js';

export type Sql = Pick<PoolClient, 'query'>;

/** Connections to one database; `verify` reads windows over all of them. */
const connectionsMax = 4;
const connectTimeoutMs = 5_000;
/** Redis answers, but serves nobody, or not us. */
const refusal = /^(?:NOAUTH|WRONGPASS|NOPERM|LOADING|MASTERDOWN|CLUSTERDOWN)|Command timed out/;

export class ServiceDatabase {
  readonly #pool: Pool;

  constructor(
    /** Also the name of its consumer group. */
    readonly service: string,
    readonly url: string,
  ) {
    this.#pool = new Pool({
      connectionString: url,
      max: connectionsMax,
      connectionTimeoutMillis: connectTimeoutMs,
      application_name: 'streampact-ops',
    });
    this.#pool.on('error', () => undefined); // the next query reports it
  }

  /** @throws ServiceDatabaseError, TablesMissingError – and whatever else PostgreSQL says */
  async use<Result>(work: (sql: PoolClient) => Promise<Result>): Promise<Result> {
    let client: PoolClient | undefined;
    try {
      client = await this.#pool.connect();
    } catch (cause) {
      throw new ServiceDatabaseError({ ...this.#place(), cause });
    }
    let isBroken = true;
    try {
      const result = await work(client);
      isBroken = false;
      return result;
    } catch (error) {
      throw this.#explained(error);
    } finally {
      client.release(isBroken);
    }
  }

  /** Commits what `work` did, all of it or nothing. */
  async change<Result>(work: (sql: PoolClient) => Promise<Result>): Promise<Result> {
    return this.use(async (client) => {
      await client.query('begin');
      // A connection whose work failed is destroyed, which rolls back.
      const result = await work(client);
      await client.query('commit');
      return result;
    });
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  #explained(cause: unknown): unknown {
    if (!isNativeError(cause) || !('code' in cause) || typeof cause.code !== 'string') return cause;
    if (['42P01', '42703'].includes(cause.code)) return new TablesMissingError({ ...this.#place(), cause });
    const isOfConnection = !(cause instanceof DatabaseError) || /^(?:08|57P)/.test(cause.code);
    const isOfNode = /^E[A-Z]+$/.test(cause.code);
    return isOfConnection && (isOfNode || cause instanceof DatabaseError)
      ? new ServiceDatabaseError({ ...this.#place(), cause })
      : cause;
  }

  #place(): { service: string; place: string } {
    return { service: this.service, place: withoutPassword(this.url) };
  }
}

export class ToolConnections {
  readonly databases: readonly ServiceDatabase[];
  readonly keyPrefix: string;
  readonly #redis: Redis;
  readonly #redisPlace: string;
  #redisTrouble: Error | undefined;

  constructor({ databases, redisUrl, keyPrefix }: ToolSettings) {
    this.databases = [...databases].map(([service, url]) => new ServiceDatabase(service, url));
    this.keyPrefix = keyPrefix;
    this.#redisPlace = withoutPassword(redisUrl);
    this.#redis = new Redis(redisUrl, {
      connectionName: 'streampact-ops',
      lazyConnect: true,
      connectTimeout: connectTimeoutMs,
      commandTimeout: 30_000,
      maxRetriesPerRequest: 0,
      retryStrategy: () => null,
    });
    // The command that fails says only that there is no connection.
    this.#redis.on('error', (error) => (this.#redisTrouble = error));
  }

  /** @throws UnknownNameError */
  database(service: string): ServiceDatabase {
    const found = this.databases.find((database) => database.service === service);
    if (found) return found;
    const known = this.databases.map((database) => database.service);
    throw new UnknownNameError({ kind: 'service', got: service, known });
  }

  /** @throws RedisUnreachableError */
  async useRedis<Result>(work: (redis: Redis) => Promise<Result>): Promise<Result> {
    try {
      return await work(this.#redis);
    } catch (cause) {
      const isRefusal = isNativeError(cause) && refusal.test(cause.message);
      if (this.#redis.status === 'ready' && !isRefusal) throw cause;
      const reason = isRefusal ? cause : (this.#redisTrouble ?? cause);
      throw new RedisUnreachableError({ place: this.#redisPlace, cause: reason });
    }
  }

  async close(): Promise<void> {
    this.#redis.disconnect();
    await Promise.all(this.databases.map((database) => database.close()));
  }
}
