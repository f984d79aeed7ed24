/** Goal: doctor tells a good server from a bad one. Method: real servers, with the settings that it warns of. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { redisCommand } from '@streampact/local';
import { type Ended, streampactIn } from '../../codegen/src/testing/streampact.js';
import { compile, projectFolder } from '../infrastructure/compiled.js';
import {
  startPostgres,
  startRedis,
  startRedisCluster,
  startRedisSentinels,
  type ServerHandle,
} from '../infrastructure/test-infrastructure.js';

const servers: ServerHandle[] = [];
let folder: string;
let keptPostgres: ServerHandle;
let keptRedis: ServerHandle;
let badPostgres: ServerHandle;
let badRedis: ServerHandle;

const started = async (server: Promise<ServerHandle>): Promise<ServerHandle> => {
  servers.push(await server);
  return server;
};

beforeAll(async () => {
  compile(); // doctor asks servers with the runtime of the project
  folder = mkdtempSync(join(tmpdir(), 'streampact-doctor-'));
  keptPostgres = await started(startPostgres({ settings: { fsync: 'on', full_page_writes: 'on' } }));
  keptRedis = await started(startRedis({ settings: { appendonly: 'yes' } }));
  badPostgres = await started(startPostgres({ settings: { synchronous_commit: 'off' } }));
  badRedis = await started(startRedis({ settings: { 'maxmemory-policy': 'allkeys-lru', maxmemory: '50mb' } }));
}, 120_000);
afterAll(async () => {
  for (const server of servers) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const doctor = (environment: Readonly<Record<string, string>>, ...args: readonly string[]): Ended =>
  streampactIn({ environment }, 'doctor', ...args);

test('finds nothing to say of servers that keep what they are given', () => {
  const { status, stdout, stderr } = doctor({ DATABASE_URL: keptPostgres.url, REDIS_URL: keptRedis.url });
  expect(stdout).not.toMatch(/^(?:warning|problem|skipped)/m);
  expect(stdout).toMatch(/^ok {7}Node\.js: \d+\.\d+\.\d+\n/);
  expect(stdout).toMatch(/^ok {7}PostgreSQL at 127\.0\.0\.1:\d+\/postgres: version \d+/m);
  expect(stdout).toMatch(/^ok {7}Redis at 127\.0\.0\.1:\d+: version \d+\.\d+\.\d+$/m);
  expect(stdout).toContain('ok       Generated code in generated: is what asyncapi says\n');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '\n0 problems, 0 warnings, 0 not checked.\n' });
});

test('names each setting with which a crash or full memory loses events', () => {
  const { status, stdout, stderr } = doctor(
    { DATABASE_URL: badPostgres.url, REDIS_URL: badRedis.url },
    '--input',
    'nowhere',
  );
  expect(stdout).toMatch(/^problem {2}PostgreSQL at .*: fsync is off: .*\n {9}→ set fsync = on/m);
  expect(stdout).toMatch(/^problem {2}PostgreSQL at .*: full_page_writes is off: /m);
  expect(stdout).toMatch(/^warning {2}PostgreSQL at .*: synchronous_commit is off: /m);
  expect(stdout).toMatch(
    /^problem {2}Redis at .*: maxmemory-policy is allkeys-lru: .*\n {9}→ set maxmemory-policy noev/m,
  );
  expect(stdout).toMatch(/^warning {2}Redis at .*: appendonly is no: /m);
  expect({ status, stderr }).toEqual({ status: 1, stderr: '\n3 problems, 2 warnings, 1 not checked.\n' });
});

test('looks at each host that DATABASE_URL names', () => {
  const url = new URL(keptPostgres.url);
  const hosts = `postgres://${url.username}@${url.host},127.0.0.1:1/postgres?target_session_attrs=read-write`;
  const { stdout } = doctor({ DATABASE_URL: hosts }, '--input', 'nowhere');
  expect(stdout).toMatch(/^ok {7}PostgreSQL at 127\.0\.0\.1:\d+\/postgres: version \d+/m);
  expect(stdout).toMatch(/^problem {2}PostgreSQL at 127\.0\.0\.1:1\/postgres: cannot be used: /m);
  expect(stdout).toMatch(
    /^ok {7}PostgreSQL at [\d.:]+,127\.0\.0\.1:1\/postgres, read-write: a service finds its server$/m,
  );
  const wanted = doctor({ DATABASE_URL: hosts.replace('read-write', 'standby') }, '--input', 'nowhere');
  expect(wanted.stdout).toMatch(/^problem .*, standby: cannot be used: .*: is no standby; 127\.0\.0\.1:1: /m);
});

test('looks at the primary that Sentinels name, and at the least good node of a Cluster', async () => {
  const [sentinels, cluster] = await Promise.all([
    startRedisSentinels({ settings: { appendonly: 'yes' } }),
    startRedisCluster({ settings: { appendonly: 'yes' } }),
  ]);
  try {
    const primary = doctor({ REDIS_URL: sentinels.url }, '--input', 'nowhere');
    expect(primary.stdout).toMatch(/^ok {7}Redis at redis\+sentinel:\/\/.*\/streampact: version \d/m);
    expect(primary.status).toBe(0);
    await redisCommand(cluster.primaries[1]?.port ?? 0, 'CONFIG', 'SET', 'appendonly', 'no');
    const nodes = doctor({ REDIS_URL: cluster.url }, '--input', 'nowhere');
    expect(nodes.stdout).toMatch(/^ok {7}Redis at redis\+cluster:\/\/.*: version \d/m);
    expect(nodes.stdout).toMatch(/^warning {2}Redis at redis\+cluster:\/\/.*: appendonly is no: /m);
  } finally {
    await Promise.all([sentinels.stop(), cluster.stop()]);
  }
}, 60_000);

test('reads addresses from files, and says which file is the wrong one', () => {
  const file = join(folder, 'database-url');
  writeFileSync(file, `${keptPostgres.url}\n`);
  const { stdout } = doctor({ DATABASE_URL_FILE: file, REDIS_URL_FILE: '/nowhere' }, '--input', 'nowhere');
  expect(stdout).toMatch(/^ok {7}PostgreSQL at /m);
  expect(stdout).toContain('problem  Redis: REDIS_URL_FILE names "/nowhere", which does not exist.');
  const both = doctor({ DATABASE_URL: keptPostgres.url, DATABASE_URL_FILE: file }, '--input', 'nowhere');
  expect(both.stdout).toContain('problem  PostgreSQL: DATABASE_URL and DATABASE_URL_FILE are both set');
});

test('says which server does not answer and which variable says where it is, and never the password', () => {
  const environment = {
    DATABASE_URL: 'postgres://app:secret@127.0.0.1:1/shop',
    REDIS_URL: 'redis://:secret@127.0.0.1:1',
  };
  const { status, stdout } = doctor(environment, '--input', 'nowhere');
  expect(status).toBe(1);
  expect(stdout).toMatch(
    /^problem {2}PostgreSQL at 127\.0\.0\.1:1\/shop: cannot be used: .*ECONNREFUSED.*\n.*DATABASE_URL/m,
  );
  expect(stdout).toMatch(/^problem {2}Redis at 127\.0\.0\.1:1: cannot be used: .*ECONNREFUSED.*\n.*REDIS_URL/m);
  expect(stdout).not.toContain('secret');
});

test('finds misspelt settings and URLs of something else', () => {
  const { status, stdout } = doctor(
    {
      STREAMPACT_KEY_PREFX: 'a',
      DATABASE_URL: 'mysql://localhost/shop',
      REDIS_URL: 'localhost',
    },
    '--input',
    'nowhere',
  );
  expect(status).toBe(1);
  expect(stdout).toContain(
    'warning  Settings: STREAMPACT_KEY_PREFX is set and nothing reads it.\n         → did you mean "STREAMPACT_KEY_PREFIX"?\n',
  );
  expect(stdout).toContain('problem  PostgreSQL: DATABASE_URL is no URL of PostgreSQL; write it as postgres://');
  expect(stdout).toContain(
    'problem  Redis: REDIS_URL is no address of Redis. Write redis://host:6379 for one server, ',
  );
});

test('finds stale code and contracts with errors', () => {
  const input = join(folder, 'asyncapi');
  cpSync(join(projectFolder, 'asyncapi'), input, { recursive: true });
  rmSync(join(input, 'baseline'), { recursive: true, force: true });
  const output = join(folder, 'generated');
  const stale = JSON.parse(doctor({}, '--input', input, '--output', output, '--format', 'json').stdout);
  expect(stale).toContainEqual(
    expect.objectContaining({ status: 'problem', fix: expect.stringContaining('streampact generate') }),
  );
  writeFileSync(join(input, 'order-service.yaml'), 'asyncapi: [');
  const { status, stdout } = doctor({}, '--input', input, '--output', output);
  expect(status).toBe(1);
  expect(stdout).toMatch(/cannot be compared: .* errors?\.\n {9}→ streampact lint shows them/);
});

test('says what it could not look at in a folder without drivers and contracts', () => {
  const empty = mkdtempSync(join(tmpdir(), 'streampact-doctor-'));
  const environment = { DATABASE_URL: keptPostgres.url, REDIS_URL: keptRedis.url };
  const { status, stdout } = streampactIn({ folder: empty, environment }, 'doctor');
  rmSync(empty, { recursive: true });
  expect(status).toBe(0);
  expect(stdout).toContain('PostgreSQL: not checked: package @streampact/runtime is not installed');
  expect(stdout).toContain('Redis: not checked: package @streampact/runtime is not installed');
  expect(stdout).toContain('not checked: there are no contracts in asyncapi');
});
