import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
    databaseCaFile: '',
    redisUrl: valid.REDIS_URL,
    redisCaFile: '',
    keyPrefix: '',
    requestMaxMs: 30_000,
    trustedProxies: [],
    logLevel: 'info',
    orderTimeoutMs: 30_000,
  });
});

test('a file of authorities that holds no certificate is a problem', () => {
  expect(problemsOf({ ...valid, REDIS_CA_FILE: '/nowhere/ca.crt' })).toEqual([
    expect.stringMatching(
      /^REDIS_CA_FILE is "\/nowhere\/ca.crt", which is not the path of a file with certificates as PEM: /,
    ),
  ]);
});

test('lists every problem at once, each with what is wanted', () => {
  expect(problemsOf({ PORT: '99999', LOG_LEVEL: 'loud', REDIS_URL: 'http://x' })).toEqual([
    expect.stringMatching(/^PORT is "99999", which is not a whole number from 0 to 65535: /),
    expect.stringMatching(/^DATABASE_URL is missing: .* e\.g\. DATABASE_URL=postgres:/),
    expect.stringMatching(
      /^REDIS_URL is "http:\/\/x", which is not an address of Redis \(redis:\/\/host:6379 for one server, redis\+sentinel:/,
    ),
    expect.stringMatching(/^LOG_LEVEL is "loud", which is not one of debug, info, warn, error: /),
  ]);
});

test.each([
  'rediss://shop:secret@cache:6380',
  'redis+sentinel://:secret@s1:26379,s2:26379/shop',
  'redis+cluster://order-service:secret@n1:6379,n2:6379',
])('takes %s as the place of Redis', (REDIS_URL) => {
  expect(load({ ...valid, REDIS_URL }).redisUrl).toBe(REDIS_URL);
});

test.each(['redis+sentinel://:secret@s1:26379,s2:26379', 'redis://h?u:secret@h', 'redis://:secret%@h'])(
  'does not show the password of %s, which lacks something',
  (REDIS_URL) => {
    const problems = problemsOf({ ...valid, REDIS_URL });
    expect(problems).toEqual([expect.stringMatching(/^REDIS_URL is /)]);
    expect(problems.join()).not.toContain('secret');
  },
);

test.each([
  ['REDIS_URI', 'REDIS_URL'],
  ['DATABSE_URL', 'DATABASE_URL'],
  ['LOGLEVEL', 'LOG_LEVEL'],
  ['ORDER_TIMEOUT', 'ORDER_TIMEOUT_MS'],
  ['STREAMPACT_KEYPREFIX', 'STREAMPACT_KEY_PREFIX'],
])('asks whether %s means %s', (given, meant) => {
  expect(problemsOf({ [given]: 'x' })).toContain(`${given} is not known; did you mean ${meant}?`);
});

test('takes a PostgreSQL of several hosts, and refuses one that is asked not to take writes', () => {
  const hosts = 'postgres://app:hunter2@db1:5432,db2:5432/order_service';
  expect(problemsOf({ ...valid, DATABASE_URL: `${hosts}?target_session_attrs=primary` })).toEqual([]);
  expect(problemsOf({ ...valid, DATABASE_URL: `${hosts}?target_session_attrs=prefer-standby` })).toEqual([
    expect.stringMatching(
      /^DATABASE_URL has target_session_attrs=prefer-standby, and a service writes; write read-write/,
    ),
  ]);
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

test.each([
  ['loopback', ['loopback']],
  ['10.0.0.0/8, fd00::/8 ,192.0.2.1', ['10.0.0.0/8', 'fd00::/8', '192.0.2.1']],
  ['', []],
])('takes trusted proxies: %j', (given: string, proxies: string[]) => {
  expect(load({ ...valid, TRUSTED_PROXIES: given }).trustedProxies).toEqual(proxies);
});

test.each(['true', '1', '10.0.0.0/33', 'proxy.example.com', '10.0.0/8', '*'])(
  'refuses trusted proxies that are none: %s',
  (given: string) => {
    expect(problemsOf({ ...valid, TRUSTED_PROXIES: given })).toEqual([
      expect.stringMatching(/^TRUSTED_PROXIES is ".*", which is not addresses or networks with commas between them/),
    ]);
  },
);

test('leaves names of npm start and of tools alone', () => {
  expect(problemsOf({ ...valid, STREAMPACT_INFRASTRUCTURE: 'local', STREAMPACT_DATABASES: 'x=y' })).toEqual([]);
});

describe('a variable that is given as a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'streampact-secrets-'));
  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const fromFile = (path: string): Environment => ({ REDIS_URL: valid.REDIS_URL, DATABASE_URL_FILE: path });

  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(['\n', '\r\n', ''])('holds the value, without the end of its line: %j', (end: string) => {
    const path = file('database-url', valid.DATABASE_URL + end);
    expect(load(fromFile(path)).databaseUrl).toBe(valid.DATABASE_URL);
  });

  test('can be any variable, also one with a default', () => {
    const given = { ...valid, PORT_FILE: file('port', '8080\n'), STREAMPACT_KEY_PREFIX_FILE: file('prefix', 'shop:') };
    expect(load(given)).toMatchObject({ port: 8080, keyPrefix: 'shop:' });
  });

  test('must not be given as a value too', () => {
    const given = { ...valid, DATABASE_URL_FILE: file('database-url', valid.DATABASE_URL) };
    expect(problemsOf(given)).toEqual([
      "DATABASE_URL and DATABASE_URL_FILE are both set: this service's own PostgreSQL database. Unset one of them.",
    ]);
  });

  test.each([
    ['is missing', () => join(folder, 'nowhere'), /names ".*nowhere", which does not exist\. Let it name a file that/],
    ['is a folder', () => folder, /which is a folder\. Let it name a file that/],
    ['is empty', () => file('empty', '\n'), /which is empty\. Write the value of DATABASE_URL into it: /],
    ['is far too large', () => file('large', 'x'.repeat(70_000)), /which has more than 65536 bytes\. Name the file/],
    // What root may not read either.
    ['cannot be read', () => join(file('not-a-folder', 'x'), 'y'), /which cannot be read \(ENOTDIR\)\. Let it name/],
    ['has no name', () => '', /names "", which does not exist/],
  ])('says what to do when the file %s', (_what: string, path: () => string, problem: RegExp) => {
    expect(problemsOf(fromFile(path()))).toEqual([expect.stringMatching(problem)]);
  });

  test('is named by its path, and what it holds is never shown', () => {
    const [problem, ...others] = problemsOf(fromFile(file('wrong', 'hunter2 is not a URL')));
    expect(others).toEqual([]);
    expect(problem).toMatch(/^DATABASE_URL_FILE names ".*wrong", and what that holds is no URL of PostgreSQL; write/);
    expect(problem).not.toContain('hunter2');
  });

  test.each([
    ['DATABSE_URL_FILE', 'DATABASE_URL_FILE'],
    ['STREAMPACT_KEYPREFIX_FILE', 'STREAMPACT_KEY_PREFIX_FILE'],
  ])('is looked for when its name is misspelt: %s', (given, meant) => {
    expect(problemsOf({ REDIS_URL: valid.REDIS_URL, [given]: 'x' })).toContain(
      `${given} is not known; did you mean ${meant}?`,
    );
  });

  test('is not confused with files of other programs', () => {
    expect(problemsOf({ ...valid, LOG_FILE: '/var/log/x', PID_FILE: '/run/x', HISTFILE: 'x' })).toEqual([]);
  });
});
