import { ConfigurationError } from './configuration-error.js';
import { edgeVariables } from './edge-config.js';
import { loadConfig, type Environment } from './load-config.js';
import { integer } from './variable.js';

const variables = {
  ...edgeVariables({ port: 3002, database: 'order_service' }),
  orderTimeoutMs: integer('ORDER_TIMEOUT_MS', {
    purpose: 'the time for an answer',
    default: 30_000,
    min: 100,
    max: 60_000,
  }),
};
const valid = { DATABASE_URL: 'postgres://app:secret@db/order_service', REDIS_URL: 'redis://127.0.0.1:6379' };
const load = (environment: Environment) => loadConfig('order-service', environment, variables);

const problemsOf = (environment: Environment): readonly string[] => {
  try {
    load(environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
};

test('gives defaults for what is not set', () => {
  expect(load(valid)).toEqual({
    port: 3002,
    host: '127.0.0.1',
    databaseUrl: valid.DATABASE_URL,
    redisUrl: valid.REDIS_URL,
    keyPrefix: '',
    logLevel: 'info',
    orderTimeoutMs: 30_000,
  });
});

test('lists every problem at once, each with what is wanted', () => {
  expect(problemsOf({ PORT: '99999', LOG_LEVEL: 'loud', REDIS_URL: 'http://x' })).toEqual([
    expect.stringMatching(/^PORT is "99999", which is not a whole number from 0 to 65535: /),
    expect.stringMatching(/^DATABASE_URL is missing: .* e\.g\. DATABASE_URL=postgres:/),
    expect.stringMatching(
      /^REDIS_URL is "http:\/\/x", which is not a URL that begins with redis:\/\/ or rediss:\/\/: /,
    ),
    expect.stringMatching(/^LOG_LEVEL is "loud", which is not one of debug, info, warn, error: /),
  ]);
});

test.each([
  ['REDIS_URI', 'REDIS_URL'],
  ['DATABSE_URL', 'DATABASE_URL'],
  ['LOGLEVEL', 'LOG_LEVEL'],
  ['ORDER_TIMEOUT', 'ORDER_TIMEOUT_MS'],
  ['STREAMPACT_KEYPREFIX', 'STREAMPACT_KEY_PREFIX'],
])('asks whether %s means %s', (given, meant) => {
  expect(problemsOf({ [given]: 'x' })).toContain(`${given} is not known; did you mean ${meant}?`);
});

test('refuses an unknown name of its own, and leaves those of other programs alone', () => {
  const problems = problemsOf({
    ...valid,
    STREAMPACT_TURBO: '1',
    HOME: '/root',
    PATH: '/bin',
    LANG: 'C',
    SMTP_URL: 'x',
  });
  expect(problems).toEqual([expect.stringMatching(/^STREAMPACT_TURBO is not known: /)]);
});

test.each(['mysql://app:hunter2@db/x', 'app:hunter2@db', 'postgres://app:hunter2@:99999/x'])(
  'never shows a password: %s',
  (given: string) => {
    const problems = problemsOf({ ...valid, DATABASE_URL: given });
    expect(problems).toHaveLength(1);
    expect(problems.join()).not.toContain('hunter2');
  },
);

test('leaves names of npm start and of tools alone', () => {
  expect(problemsOf({ ...valid, STREAMPACT_INFRASTRUCTURE: 'local', STREAMPACT_DATABASES: 'x=y' })).toEqual([]);
});
