/** A tool's connections: to the database of each service, opened when it is first asked, and to Redis. */
import { isNativeError } from 'node:util/types';
import type { Redis } from 'ioredis';
import { DatabaseError, type Pool, type PoolClient } from 'pg';
import { redisPlace } from '../broker/redis-address.js';
import { redisAddress } from '../broker/redis-authority.js';
import { redisNodes } from '../broker/redis-broker.js';
import type { RedisNodes } from '../broker/redis-nodes.js';
import { parsePostgresAddress, placeOf } from '../database/postgres-address.js';
import { postgresPool } from '../database/postgres-pool.js';
import { RedisUnreachableError, ServiceDatabaseError, TablesMissingError, UnknownNameError } from './errors.js';
import type { ToolSettings } from './settings.js';

export type Sql = Pick<PoolClient, 'query'>;

/** Connections to one database; `verify` reads windows over all of them. */
const connectionsMax = 4;
const connectTimeoutMs = 5_000;
const redisAnswerMaxMs = 30_000;
/** Redis answers, but serves nobody, or not us. */
const refusal = /^(?:NOAUTH|WRONGPASS|NOPERM|LOADING|MASTERDOWN|CLUSTERDOWN)/;

export class ServiceDatabase {
  readonly #pool: Pool;

  constructor(
    /** Also the name of its consumer group. */
    readonly service: string,
    readonly url: string,
  ) {
    this.#pool = postgresPool(url, {
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
    return { service: this.service, place: placeOf(parsePostgresAddress(this.url)) };
  }
}

export class ToolConnections {
  readonly databases: readonly ServiceDatabase[];
  readonly keyPrefix: string;
  readonly #redisPlace: string;
  readonly #openRedis: () => RedisNodes;
  /** Opened when it is first asked. */
  #redis: RedisNodes | undefined;

  constructor({ databases, redisUrl, redisCaFile, keyPrefix }: ToolSettings) {
    this.databases = [...databases].map(([service, url]) => new ServiceDatabase(service, url));
    this.keyPrefix = keyPrefix;
    const address = redisAddress(redisUrl, redisCaFile);
    this.#redisPlace = redisPlace(address);
    this.#openRedis = () => redisNodes(address, { name: 'streampact-ops', commandTimeoutMs: redisAnswerMaxMs });
  }

  /** @throws UnknownNameError */
  database(service: string): ServiceDatabase {
    const found = this.databases.find((database) => database.service === service);
    if (found) return found;
    const known = this.databases.map((database) => database.service);
    throw new UnknownNameError({ kind: 'service', got: service, known });
  }

  /** @throws RedisUnreachableError */
  async useRedis<Result>(work: (redis: RedisNodes) => Promise<Result>): Promise<Result> {
    const redis = (this.#redis ??= this.#openRedis());
    try {
      return await work(redis);
    } catch (cause) {
      // What Redis answers is the tool's own matter; without an answer, why there is none says more than that there is none.
      const isAnswer = isNativeError(cause) && cause.name === 'ReplyError';
      if (isAnswer && !refusal.test(cause.message)) throw cause;
      throw new RedisUnreachableError({ place: this.#redisPlace, cause: isAnswer ? cause : (redis.trouble ?? cause) });
    }
  }

  /** One command about one key. @throws RedisUnreachableError */
  async askRedis<Answer>(key: string, command: (redis: Redis) => Promise<Answer>): Promise<Answer> {
    return this.useRedis(async (redis) => redis.run(key, command));
  }

  async close(): Promise<void> {
    this.#redis?.close();
    await Promise.all(this.databases.map((database) => database.close()));
  }
}
