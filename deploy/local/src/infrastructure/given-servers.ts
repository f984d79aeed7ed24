/** Servers that DATABASE_URL and REDIS_URL name: asked before anything is started, in words that name the variable. */
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { firstLineOf, UsageError } from '../errors.js';

/** Longer than any server that is well takes. */
const answerTimeoutMs = 5_000;

/** Looks only at what is set. @throws UsageError – one of them is no URL, or nobody answers there as expected */
export const checkGivenServers = async (env: NodeJS.ProcessEnv): Promise<void> => {
  const { DATABASE_URL: database, REDIS_URL: redis } = env;
  if (database)
    await check('DATABASE_URL', database, {
      what: 'PostgreSQL',
      protocols: ['postgres:', 'postgresql:'],
      ask: askPostgres,
    });
  if (redis && /^rediss?\+(?:sentinel|cluster):/.test(redis)) {
    throw new UsageError(
      'REDIS_URL names Sentinels or a Cluster: services take that, but npm start works with one Redis. Name one server ' +
        '(redis://host:6379), or unset it: npm start then brings its own Redis.',
    );
  }
  if (redis) await check('REDIS_URL', redis, { what: 'Redis', protocols: ['redis:', 'rediss:'], ask: askRedis });
};

interface Server {
  readonly what: string;
  readonly protocols: readonly string[];
  readonly ask: (url: string) => Promise<void>;
}

const check = async (variable: string, given: string, { what, protocols, ask }: Server): Promise<void> => {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const remedy = `Correct ${variable}, or unset it: npm start then brings its own ${what}.`;
  if (url === undefined || !protocols.includes(url.protocol)) {
    throw new UsageError(`${variable} is no URL of ${what}; it begins with ${protocols.join('// or ')}//. ${remedy}`);
  }
  try {
    await ask(given);
  } catch (error) {
    // The URL itself may hold a password.
    throw new UsageError(
      `${what} at ${url.host} of ${variable} cannot be used: ${reasonOf(error)}. Start it. ${remedy}`,
    );
  }
};

const askPostgres = async (url: string): Promise<void> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: answerTimeoutMs });
  client.on('error', () => undefined); // also rejects what is waited for
  try {
    await client.connect();
  } finally {
    await client.end().catch(() => undefined);
  }
};

const askRedis = async (url: string): Promise<void> => {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: answerTimeoutMs,
    commandTimeout: answerTimeoutMs,
    retryStrategy: () => null,
  });
  let reason: unknown;
  redis.on('error', (error) => (reason = error));
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    throw reason ?? error; // ioredis says "Connection is closed." of every cause
  } finally {
    redis.disconnect();
  }
};

/** Node says nothing at all of a host with several addresses that all refuse. */
const reasonOf = (error: unknown): string => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return 'nobody listens there';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'there is no host of this name';
  return (firstLineOf(error) || code).replace(/\.$/, '');
};
