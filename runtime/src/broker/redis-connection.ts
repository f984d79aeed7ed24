/**
 * Connections for loops that try again by themselves: while Redis is away a command fails at once instead of waiting
 * unseen in ioredis' queue, so that the loop can say so and back off. Reconnecting goes on for ever.
 */
import { Redis, type RedisOptions } from 'ioredis';
import { certificateProblem } from '../errors/certificate-problem.js';
import { RedisUntrustedError } from '../errors/errors.js';
import type { RedisAddress, RedisHost, RedisSentinelAddress, RedisServerAddress } from './redis-address.js';
import { listeningConnector } from './sentinel-connector.js';

export interface ConnectionOptions {
  /** Shown in Redis' CLIENT LIST. */
  readonly name: string;
  /** A connection that is black-holed must not hang a loop; none for blocking commands. */
  readonly commandTimeoutMs?: number;
}

const connectTimeoutMs = 3_000;
const retryDelayMs = (attempt: number): number => Math.min(50 * attempt, 500);

/** To the one server, or to the primary that the Sentinels name, wherever it moves. */
export const connectRedis = (address: RedisServerAddress | RedisSentinelAddress, options: ConnectionOptions): Redis => {
  const all = { db: address.database, ...common(address, options) };
  if (address.kind === 'server') return open({ ...address.hosts[0], ...all });
  let reason: Error | undefined;
  const Connector = listeningConnector((sentinel) => {
    sentinel.on('error', (error: Error) => {
      reason = error;
      keepListening(sentinel);
    });
    sentinel.on('close', () => keepListening(sentinel));
  });
  const redis = open({ ...throughSentinels(address), Connector, ...all });
  redis.on('error', ({ message }: Error) => {
    // It says of the last Sentinel only that the connection is closed.
    if (message.startsWith('All sentinels are unreachable') && reason) troubles.set(redis, explained(reason));
  });
  return redis;
};

/** To one node of a Cluster, whatever it is in charge of. */
export const connectNode = (
  address: Pick<RedisAddress, 'username' | 'password' | 'tls'>,
  node: RedisHost,
  options: ConnectionOptions,
): Redis => open({ ...node, ...common(address, options) });

/** Why it is not connected at the moment: the command that fails says only that it is not. */
export const troubleOf = (redis: Redis): Error | undefined => troubles.get(redis);

/** What a command failed with; or, where somebody has to do something about it, why there is no connection. */
export const failureOn = (redis: Redis, error: unknown): unknown => {
  const trouble = troubleOf(redis);
  if (trouble instanceof RedisUntrustedError) return trouble;
  if (trouble && error instanceof Error && error.name === connectionLost) error.cause ??= trouble;
  return error;
};

/** ioredis' name for the failure of a command without a connection, which says neither where nor why. */
const connectionLost = 'MaxRetriesPerRequestError';

const troubles = new WeakMap<Redis, Error>();

const open = (options: LegacyOptions): Redis => {
  const redis = new LastingRedis(options);
  redis.on('error', (error: Error) => {
    troubles.set(redis, explained(error));
    keepListening(redis);
  });
  redis.on('close', () => keepListening(redis));
  redis.on('ready', () => troubles.delete(redis));
  return redis;
};

/**
 * ioredis listens to one error of a socket. One that was given up for its certificate may have another, the server's alert, which
 * would end the process because nobody listens.
 */
const keepListening = (redis: Redis): void => {
  const { stream } = redis as { readonly stream?: NodeJS.EventEmitter }; // there is none before the first attempt
  if (stream?.listenerCount('error', ignore) === 0) stream.on('error', ignore);
};

const ignore = (): void => undefined;

const explained = (error: Error): Error => {
  const problem = certificateProblem(error, { authority: 'REDIS_CA_FILE', address: 'REDIS_URL' });
  return problem === undefined ? error : new RedisUntrustedError(problem, error);
};

/** Answers in the form of RESP 2, which is ioredis' own choice. */
type LegacyOptions = Omit<RedisOptions, 'replyMapping'>;

const common = (
  { username, password, tls }: Pick<RedisAddress, 'username' | 'password' | 'tls'>,
  { name, commandTimeoutMs }: ConnectionOptions,
): LegacyOptions => ({
  ...(username === undefined ? {} : { username }),
  ...(password === undefined ? {} : { password }),
  ...(tls ? { tls: { ...tls } } : {}),
  connectionName: name,
  maxRetriesPerRequest: 0,
  connectTimeout: connectTimeoutMs,
  retryStrategy: retryDelayMs,
  // The command fails, and the connection with it: one whose other side has vanished would let each command time out for ever.
  ...(commandTimeoutMs === undefined ? {} : { commandTimeout: commandTimeoutMs, socketTimeout: commandTimeoutMs }),
});

const throughSentinels = ({ hosts, primaryName, sentinel, tls }: RedisSentinelAddress): LegacyOptions => ({
  sentinels: [...hosts],
  name: primaryName,
  ...(sentinel.username === undefined ? {} : { sentinelUsername: sentinel.username }),
  ...(sentinel.password === undefined ? {} : { sentinelPassword: sentinel.password }),
  ...(tls ? { enableTLSForSentinelMode: true, sentinelTLS: { ...tls } } : {}),
  sentinelCommandTimeout: connectTimeoutMs,
  sentinelRetryStrategy: retryDelayMs,
  sentinelReconnectStrategy: retryDelayMs,
  // The old primary may live on where the Sentinels cannot see it, and take writes that will be lost.
  failoverDetector: true,
  // It was demoted, or its replicas are gone: ask the Sentinels again. The command fails all the same.
  reconnectOnError: (error) => /^(?:READONLY|NOREPLICAS|MASTERDOWN)/.test(error.message),
});

/**
 * ioredis gives a connection up for good when it is told to disconnect while it asks the Sentinels: its own failover detector,
 * which hears of the new primary while the old one is being tried again, does exactly that.
 */
class LastingRedis extends Redis {
  #isClosed = false;
  readonly #again: () => void = () => {
    setTimeout(() => {
      if (!this.#isClosed) this.connect().catch(() => undefined); // an 'error' event says why
    }, retryDelayMs(1));
  };

  constructor(options: LegacyOptions) {
    super(options);
    this.on('end', this.#again);
  }

  override disconnect(reconnect = false): void {
    if (!reconnect) this.#isClosed = true;
    super.disconnect(reconnect);
  }
}
