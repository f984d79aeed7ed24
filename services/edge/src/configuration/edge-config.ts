import { authorityFile } from './authority-file.js';
import { postgresUrl } from './postgres-url.js';
import { redisUrl } from './redis-url.js';
import { trustedProxies } from './trusted-proxies.js';
import { integer, oneOf, text, url } from './variable.js';
import type { ConfigOf } from './load-config.js';

/** The variables that every service has. @param defaults.port – so that all three can run on one machine */
export const edgeVariables = (defaults: { port: number; database: string }) => ({
  port: integer('PORT', {
    purpose: 'the port that HTTP is served on, 0 for any free one',
    default: defaults.port,
    min: 0,
    max: 65_535,
  }),
  host: text('HOST', {
    purpose: 'the address that HTTP is served on',
    default: '127.0.0.1',
    example: '0.0.0.0',
    pattern: /^[\w.:-]+$/,
    want: 'a host name or an IP address',
  }),
  databaseUrl: postgresUrl('DATABASE_URL', {
    purpose: "this service's own PostgreSQL database",
    example: `postgres://user:password@127.0.0.1:5432/${defaults.database}`,
  }),
  databaseCaFile: authorityFile('DATABASE_CA_FILE', { purpose: 'who must have signed the certificate of PostgreSQL' }),
  redisUrl: redisUrl('REDIS_URL', { purpose: 'the Redis that holds the streams' }),
  redisCaFile: authorityFile('REDIS_CA_FILE', { purpose: 'who must have signed the certificate of Redis' }),
  keyPrefix: text('STREAMPACT_KEY_PREFIX', {
    purpose: 'what every Redis key begins with, the same for all services',
    default: '',
    example: 'shop:',
    pattern: /^[\w.:-]*$/,
    want: 'letters, digits and . : _ -',
  }),
  requestMaxMs: integer('REQUEST_MAX_MS', {
    purpose: 'how long a request may take to arrive, its head a third of it, in milliseconds',
    default: 30_000,
    min: 300,
    max: 600_000,
  }),
  trustedProxies: trustedProxies(),
  logLevel: oneOf('LOG_LEVEL', {
    purpose: 'the least important log line that is written',
    default: 'info',
    choices: ['debug', 'info', 'warn', 'error'],
  }),
});

/** For services that check tokens with keys that somebody else publishes. */
export const jwksUrlVariable = () =>
  url('JWKS_URL', {
    purpose: "user-service's public keys, which access tokens are checked with",
    protocols: ['http:', 'https:'],
    example: 'http://127.0.0.1:3001/.well-known/jwks.json',
  });

export type EdgeConfig = ConfigOf<ReturnType<typeof edgeVariables>>;
